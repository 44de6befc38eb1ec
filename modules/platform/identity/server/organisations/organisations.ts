// Companies as managers keep them. What one opens to its people holds at once, also for lines that are open.
import { domainToASCII } from 'node:url'
import { conflict, invalid, type Row } from '#kernel/contract/index.ts'
import type { Context, Platform } from '#kernel/server/context.ts'
import { crudHandlers, findLocked } from '#kernel/server/crud.ts'
import { implement } from '#kernel/server/module.ts'
import { sql } from 'kysely'
import { Organisation, organisationChanged, organisations, PUBLIC_DOMAINS } from '../../contract.ts'
import { memoryOf } from '../sessions.ts'

type OrganisationRow = Row<typeof Organisation>

const standard = crudHandlers(Organisation, 'organisations', {
  search: (q) => sql<boolean>`position(lower(${q}) in lower(name)) > 0`,
})

export default implement(
  organisations,
  { tables: [Organisation] },
  {
    ...standard,
    cards: async ({ db }, { ids }) => ({
      items: await db.selectFrom('organisations').select(['id', 'name']).where('id', 'in', ids).execute(),
    }),
    create: (context, draft) => keep(context, null, draft, (checked) => standard.create(context, checked)),
    replace: (context, input) => keep(context, input.id, input, (checked) => standard.replace(context, checked)),
    update: (context, input) => keep(context, input.id, input, (checked) => standard.update(context, checked)),

    /** An organisation that people belong to stays: what they see would change without a word. */
    async remove(context, { id }) {
      await findLocked(context, Organisation, id, 'organisations.delete')
      const person = await (context.db as Context['db'])
        .selectFrom('users')
        .select('id')
        .where('organisation', '=', id)
        .where('deleted_at', 'is', null)
        .limit(1)
        .executeTakeFirst()
      if (person) throw conflict('organisation.has_people')
      return standard.remove(context, { id })
    },
  },
)

async function keep<T extends { domains?: string[] }>(
  context: Context,
  id: string | null,
  given: T,
  save: (checked: T) => Promise<OrganisationRow>,
): Promise<OrganisationRow> {
  const domains = given.domains?.map(domainOf)
  if (domains) await refuseDomains(context, id, domains)
  const organisation = await save(domains ? { ...given, domains: [...new Set(domains)] } : given)
  context.emit(organisationChanged, { organisation })
  return organisation
}

/** `@Example.COM` → `example.com`; empty for what is no domain. */
function domainOf(written: string): string {
  const domain = domainToASCII(written.replace(/^.*@/, '').replace(/\.$/, ''))
  return /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}$/.test(domain) ? domain : ''
}

async function refuseDomains({ db }: Context, id: string | null, domains: readonly string[]): Promise<void> {
  const taken = new Set(
    domains.length === 0
      ? []
      : (
          await db
            .selectFrom('organisation_domains')
            .select('domain')
            .where('domain', 'in', [...domains])
            .where((eb) => (id === null ? eb.lit(true) : eb('organisation', '!=', id)))
            .execute()
        ).map(({ domain }) => domain as string),
  )
  const refused = domains.flatMap((domain, index) => {
    const code =
      domain === ''
        ? 'mail_domain'
        : PUBLIC_DOMAINS.has(domain)
          ? 'public_domain'
          : taken.has(domain)
            ? 'taken_domain'
            : null
    return code ? [{ pointer: `/domains/${index}`, code }] : []
  })
  if (refused.length > 0) throw invalid(refused)
}

/** The organisation of an address by its domain; null where none claims it. */
export async function organisationAt(db: Context['db'], email: string): Promise<string | null> {
  const found = await db
    .selectFrom('organisation_domains')
    .select('organisation')
    .where('domain', '=', domainOf(email))
    .executeTakeFirst()
  return (found?.['organisation'] as string | undefined) ?? null
}

/** Throws 422 for an organisation that is not there. */
export async function refuseUnknownOrganisation(
  { db }: Pick<Context, 'db'>,
  id: string | null | undefined,
): Promise<void> {
  if (!id) return
  const found = await db
    .selectFrom('organisations')
    .select('id')
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!found) throw invalid([{ pointer: '/organisation', code: 'unknown_reference' }])
}

/** Its people are known with other rights from now on: their lines end and are opened anew. */
export function forgetOrganisation(platform: Platform, { organisation }: { organisation: { id: string } }): void {
  const { sessions } = memoryOf(platform)
  const isTheirs = ({ membership }: { membership?: { organisation: string } | null }) =>
    membership?.organisation === organisation.id
  for (const [session, { actor }] of sessions) if (isTheirs(actor)) sessions.delete(session)
  platform.disconnect(isTheirs)
}
