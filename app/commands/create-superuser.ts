import { parseArgs } from 'node:util'
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Running } from '#kernel/server/platform.ts'
import { PLATFORM_ROLE, users } from '#modules/platform/identity/contract.ts'
import { tenants } from '#modules/platform/tenants/contract.ts'
import { choosePassword, PASSWORD_HELP, told } from './choose-password.ts'
import { type Command, UsageError } from './command.ts'
import { withPlatform } from './with-platform.ts'

const PLATFORM = { slug: 'platform', name: 'WorkerNet' }

export const command: Command = {
  usage: '--email EMAIL [--name NAME] [--password WORD]',
  details: [
    '  --email EMAIL     the address to sign in with',
    '  --name NAME       the name to show; the address when absent',
    ...PASSWORD_HELP,
  ],
  async run(args) {
    const { values } = parseArgs({
      args,
      options: { email: { type: 'string' }, name: { type: 'string' }, password: { type: 'string' } },
    })
    const { email, name = email } = values
    if (!email || !name) throw new UsageError('Say who it is: --email EMAIL.')
    const chosen = await choosePassword(values.password)
    await withPlatform(async ({ running, config }) => {
      const tenant = await platformTenant(running)
      const user = (await running.runner.run(systemOf(tenant), users.create, {
        email,
        name,
        role: PLATFORM_ROLE,
        language: config.email.language,
        password: chosen.password,
      })) as { email: string }
      console.log(`${user.email} administers the platform and signs in at ${config.publicUrl}.${told(chosen)}`)
    })
  },
}

/** The organisation that the platform's own people belong to; made when the first of them is. */
async function platformTenant({ platform, runner }: Running): Promise<string> {
  const find = () =>
    platform.database.platform('read', (db) =>
      db.selectFrom('tenants').select('id').where('slug', '=', PLATFORM.slug).executeTakeFirst(),
    )
  const there = (await find()) as { id: string } | undefined
  if (there) return there.id
  const { id } = (await runner.run(systemOf(NONE), tenants.create, PLATFORM)) as { id: string }
  return id
}

const NONE = '00000000-0000-0000-0000-000000000000'
