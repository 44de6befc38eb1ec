// The handlers that follow from an entity. A module overrides what its rules demand.
import { isDeepStrictEqual } from 'node:util'
import type { Draft, Entity, ListInput, Page, Row } from '../contract/index.ts'
import { notFound, stale } from '../contract/index.ts'
import { reach } from './access/actor.ts'
import { refuseUnknown } from './access/references.ts'
import { predicate, shapeOf, viewerSlots, viewerValues } from './access/predicate.ts'
import type { Context } from './context.ts'
import { settleChanged, settleNew } from './custom/settle.ts'
import { runShape, slot } from './database/statement/shape.ts'
import { list, type ListOptions } from './list.ts'

type Found<E extends Entity> = Row<E> & Record<string, unknown>

/** One record that the actor may reach with a permission; throws 404 otherwise, also for another tenant's. */
export const find = <E extends Entity>(context: Context, of: E, id: string, permission: string): Promise<Found<E>> =>
  found(context, of, id, permission, false)

/** The same, held until the transaction ends: whoever else wants to change it waits. */
export const findLocked = <E extends Entity>(
  context: Context,
  of: E,
  id: string,
  permission: string,
): Promise<Found<E>> => found(context, of, id, permission, true)

async function found<E extends Entity>(
  { db, actor }: Context,
  of: E,
  id: string,
  permission: string,
  lock: boolean,
): Promise<Found<E>> {
  const shape = `find ${of.name} ${permission} ${shapeOf(actor, permission)} ${lock}`
  const [row] = await runShape<Found<E>>(db, shape, [id, ...viewerValues(actor)], () => {
    const rows = db
      .selectFrom(of.table)
      .select(Object.keys(of.fields))
      .where('id', '=', slot(0))
      .where('deleted_at', 'is', null)
      .where(predicate(reach(actor, of, permission), viewerSlots(actor, 1)))
    return lock ? rows.forUpdate() : rows
  })
  if (!row) throw notFound(of.name)
  return row
}

/** Changes a record that was found; throws 412 when `If-Match` names another version, 404 when it is gone. */
export async function change<E extends Entity>(
  context: Context,
  of: E,
  id: string,
  changes: Partial<Row<E>>,
  permission: string,
): Promise<Found<E>> {
  return (await changeBy(context, of, id, permission, () => changes)).after
}

/**
 * Changes a record by what it is now: `decide` sees the locked row and answers its new values, none to leave it alone.
 * Throws like `change`.
 */
export async function changeBy<E extends Entity>(
  context: Context,
  of: E,
  id: string,
  permission: string,
  decide: (before: Found<E>) => Partial<Row<E>> | Promise<Partial<Row<E>>>,
): Promise<{ before: Found<E>; after: Found<E> }> {
  const { db, meta } = context
  const before = await findLocked(context, of, id, permission)
  if (meta.expected_version !== undefined && meta.expected_version !== before['version']) throw stale()
  const changes = await settled(context, of, before, await decide(before))
  if (Object.keys(changes).length === 0) return { before, after: before }
  const row = await db
    .updateTable(of.table)
    .set(changes)
    .where('id', '=', id)
    .returning(Object.keys(of.fields))
    .executeTakeFirstOrThrow()
  return { before, after: row as Found<E> }
}

/** The changes with the custom values among them checked and joined with those that are there. */
async function settled<E extends Entity>(
  context: Context,
  of: E,
  before: Found<E>,
  { ...changes }: Partial<Row<E>>,
): Promise<Partial<Row<E>>> {
  const wanted: Record<string, unknown> = changes
  if (!of.custom || wanted['custom'] === undefined) return changes
  const custom = await settleChanged(context, of, before, wanted)
  if (isDeepStrictEqual(custom, before['custom'])) delete wanted['custom']
  else wanted['custom'] = custom
  return wanted as Partial<Row<E>>
}

type ListDefaults = Omit<ListOptions, 'permission'>

/** Default handlers for `crud(of, scope)`. */
export function crudHandlers<E extends Entity>(of: E, scope: string, listOptions: ListDefaults = {}) {
  const save = async (context: Context, { id, ...changes }: { id: string }) => {
    await refuseUnknown(context, of, changes)
    return change(context, of, id, changes as Partial<Row<E>>, `${scope}.update`)
  }
  return {
    list: (context: Context, input: ListInput<Row<E>>): Promise<Page<Row<E>>> =>
      list(context.db, context.actor, of, input, { permission: `${scope}.read`, ...listOptions }),
    get: (context: Context, { id }: { id: string }): Promise<Row<E>> => find(context, of, id, `${scope}.read`),
    create: async (context: Context, draft: Draft<E>): Promise<Row<E>> => {
      await refuseUnknown(context, of, draft as Record<string, unknown>)
      const own = of.custom ? { custom: await settleNew(context, of, draft as Record<string, unknown>) } : {}
      return (await context.db
        .insertInto(of.table)
        .values({ ...(draft as object), ...own })
        .returning(Object.keys(of.fields))
        .executeTakeFirstOrThrow()) as Row<E>
    },
    replace: save as (context: Context, input: { id: string } & Draft<E>) => Promise<Row<E>>,
    update: save as (context: Context, input: { id: string } & Partial<Draft<E>>) => Promise<Row<E>>,
    remove: async (context: Context, { id }: { id: string }): Promise<null> => {
      await change(context, of, id, { deleted_at: context.now }, `${scope}.delete`)
      return null
    },
  }
}
