// References of records lead to records of the same tenant. Foreign keys say so where one module owns both tables;
// this says so everywhere, by the field's place.
import { type Entity, hintsOf, invalid, type Refusal } from '../../contract/index.ts'
import type { Context } from '../context.ts'

/** Those of some ids that are records of a kind in the caller's tenant, removed ones included. */
export async function existing({ db, platform }: Context, kind: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const of = platform.entities.find(({ name }) => name === kind)
  if (!of) throw new Error(`no module brings the entity ${kind}`)
  const rows = await db.selectFrom(of.table).select('id').where('id', 'in', ids).execute()
  return new Set(rows.map(({ id }) => id as string))
}

/** Throws 422 naming every reference among `values` that leads to no record of the tenant. */
export async function refuseUnknown(context: Context, of: Entity, values: Record<string, unknown>): Promise<void> {
  const asked = Object.entries(values).flatMap(([field, value]) => {
    const refers = of.fields[field] && hintsOf(of.fields[field]).refers
    const ids = [value].flat().filter((id) => typeof id === 'string')
    return refers && ids.length > 0 ? [{ field, refers, ids, isList: Array.isArray(value) }] : []
  })
  const refusals = await Promise.all(
    asked.map(async ({ field, refers, ids, isList }): Promise<Refusal[]> => {
      const known = await existing(context, refers, ids)
      return ids.flatMap((id, index) =>
        known.has(id) ? [] : [{ pointer: isList ? `/${field}/${index}` : `/${field}`, code: 'unknown_reference' }],
      )
    }),
  )
  if (refusals.flat().length > 0) throw invalid(refusals.flat())
}
