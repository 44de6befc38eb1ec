// Views as they are written: checked against the list they are for, told to whoever sees them.
import { conflict, type Draft, forbidden, invalid, notFound } from '#kernel/contract/index.ts'
import type { ZodObject } from 'zod'
import { may } from '#kernel/server/access/actor.ts'
import type { Context } from '#kernel/server/context.ts'
import { changeBy, crudHandlers, find, findLocked } from '#kernel/server/crud.ts'
import { parseFilters, parseSort, type Viewed } from '#kernel/server/views/viewed.ts'
import { MOST_VIEWS, View, viewChanged, viewCreated, viewRemoved, type ViewRow } from '../contract.ts'
import { demandKeeping, demandSharing } from './rights.ts'

type ViewDraft = Draft<typeof View>
type Wanted = Partial<ViewDraft>

export const standard = crudHandlers(View, 'views')
const fields = Object.keys(View.fields) as (keyof ViewRow)[]

/** The kind of record with this name; throws 422 where there are no views of it, 403 for who may not list it. */
export function kindOf({ platform, actor }: Context, entity: string): Viewed {
  const kind = platform.viewed.get(entity)
  if (!kind) throw invalid([{ pointer: '/entity', code: 'no_views' }])
  if (!may(actor, kind.list.can)) throw forbidden(kind.list.can)
  return kind
}

export async function create(context: Context, draft: ViewDraft): Promise<ViewRow> {
  const checked = check(context, draft)
  await demandSharing(context, checked as ViewDraft)
  await refuseTooMany(context)
  const view = await insert(context, checked as ViewDraft)
  context.emit(viewCreated, { view })
  return view
}

export async function update(context: Context, { id, ...wanted }: { id: string } & Wanted): Promise<ViewRow> {
  const { before, after } = await changeBy(context, View, id, 'views.update', async (view) => {
    await demandKeeping(context, view)
    const next = check(context, { ...pick(view), ...wanted })
    if (next.visibility !== view.visibility || next.team !== view.team) await demandSharing(context, next as ViewDraft)
    return stored(next)
  })
  if (after.version === before.version) return after
  // Whoever sees it no longer is told that it is gone; those who still do get it back in the same breath.
  if (before.visibility !== after.visibility || before.team !== after.team) context.emit(viewRemoved, { view: before })
  context.emit(viewChanged, { view: after })
  return after
}

export async function remove(context: Context, { id }: { id: string }): Promise<null> {
  const view = await findLocked(context, View, id, 'views.delete')
  await demandKeeping(context, view)
  await standard.remove(context, { id })
  context.emit(viewRemoved, { view })
  return null
}

export async function restore(context: Context, { id }: { id: string }): Promise<ViewRow> {
  const { db, actor } = context
  const gone = (await db
    .selectFrom('views')
    .select(fields)
    .where('id', '=', id)
    .where('deleted_at', 'is not', null)
    .executeTakeFirst()) as ViewRow | undefined
  if (!gone || (gone.owner !== actor.user_id && gone.visibility === 'personal')) throw notFound('view')
  await demandKeeping(context, gone)
  const view = (await db
    .updateTable('views')
    .set({ deleted_at: null })
    .where('id', '=', id)
    .returning(fields)
    .executeTakeFirstOrThrow()) as ViewRow
  context.emit(viewCreated, { view })
  return view
}

export async function copy(context: Context, { id, name }: { id: string; name?: string }): Promise<ViewRow> {
  const view = await find(context, View, id, 'views.read')
  await refuseTooMany(context)
  const made = await insert(context, { ...pick(view), name: name ?? view.name, visibility: 'personal', team: null })
  context.emit(viewCreated, { view: made })
  return made
}

const WRITTEN = Object.keys(View.draft.shape) as (keyof ViewDraft)[]
const pick = (view: ViewRow) => Object.fromEntries(WRITTEN.map((field) => [field, view[field]])) as ViewDraft

/** A view as it may be kept; throws 422 naming what its list does not understand. */
function check(context: Context, view: ViewDraft): ViewDraft {
  const kind = kindOf(context, view.entity)
  return {
    ...view,
    filters: parseFilters(kind, view.filters, '/filters') as ViewDraft['filters'],
    spans: parseSpans(kind, view.spans),
    sort: view.sort === null ? null : parseSort(kind, view.sort, '/sort'),
    team: view.visibility === 'team' ? view.team : null,
  }
}

/** Throws 422 naming a span of what is no moment of the list. */
function parseSpans({ list }: Viewed, spans: ViewDraft['spans']): ViewDraft['spans'] {
  const { shape } = list.in as ZodObject
  const unknown = Object.keys(spans).filter((field) => !(`${field}_from` in shape))
  if (unknown.length > 0) throw invalid(unknown.map((field) => ({ pointer: `/spans/${field}`, code: 'unknown_field' })))
  return spans
}

const stored = (view: ViewDraft) =>
  ({
    ...view,
    filters: JSON.stringify(view.filters),
    spans: JSON.stringify(view.spans),
    columns: view.columns && JSON.stringify(view.columns),
  }) as never

async function insert({ db, actor }: Context, view: ViewDraft): Promise<ViewRow> {
  return (await db
    .insertInto('views')
    .values({ ...(stored(view) as object), owner: actor.user_id })
    .returning(fields)
    .executeTakeFirstOrThrow()) as ViewRow
}

async function refuseTooMany({ db, actor }: Context): Promise<void> {
  const { count } = (await db
    .selectFrom('views')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('owner', '=', actor.user_id)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow()) as { count: number }
  if (count >= MOST_VIEWS) throw conflict('view.too_many', { maximum: MOST_VIEWS })
}
