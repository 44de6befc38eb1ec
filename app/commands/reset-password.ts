import { parseArgs } from 'node:util'
import { systemOf } from '#kernel/server/access/actor.ts'
import { StartError } from '#kernel/server/machine/start-error.ts'
import type { Running } from '#kernel/server/platform.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { choosePassword, PASSWORD_HELP, told } from './choose-password.ts'
import { type Command, UsageError } from './command.ts'
import { withPlatform } from './with-platform.ts'

export const command: Command = {
  usage: 'EMAIL [--tenant SLUG] [--password WORD]',
  details: ['  --tenant SLUG     the organisation, when several know that address', ...PASSWORD_HELP],
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { tenant: { type: 'string' }, password: { type: 'string' } },
    })
    const [email] = positionals
    if (!email || positionals.length > 1) throw new UsageError('Say whose password: one EMAIL.')
    await withPlatform(async ({ running }) => {
      const name = email.trim().toLowerCase()
      const person = await findPerson(running, name, values.tenant)
      const chosen = await choosePassword(values.password)
      await running.runner.run(systemOf(person.tenant_id), users.setPassword, {
        id: person.user_id,
        password: chosen.password,
      })
      console.log(`${name} of ${person.slug} has a new password and is signed out everywhere.${told(chosen)}`)
    })
  },
}

type Person = { tenant_id: string; user_id: string; slug: string }

async function findPerson({ platform }: Running, name: string, slug: string | undefined): Promise<Person> {
  const known = (await platform.database.platform('read', (db) =>
    db
      .selectFrom('sign_in_names')
      .innerJoin('tenants', 'tenants.id', 'sign_in_names.tenant_id')
      .select(['sign_in_names.tenant_id', 'sign_in_names.user_id', 'tenants.slug'])
      .where('sign_in_names.name', '=', name)
      .orderBy('tenants.slug')
      .execute(),
  )) as Person[]
  const found = slug === undefined ? known : known.filter((person) => person.slug === slug)
  if (found.length === 1) return found[0]!
  if (found.length > 1) {
    const slugs = found.map((person) => person.slug).join(', ')
    throw new StartError(`${name} signs in to several organisations: add --tenant with one of ${slugs}.`)
  }
  throw new StartError(
    slug === undefined ? `Nobody signs in as ${name}.` : `Nobody signs in as ${name} to the organisation ${slug}.`,
  )
}
