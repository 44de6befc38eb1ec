// What becomes of each row, decided the same way when it is tried and when it is written.
import { MOST_TAGS, parse, Problem, type Refusal } from '#kernel/contract/index.ts'
import { settleChanged, settleNew } from '#kernel/server/custom/settle.ts'
import type { Identified, ImportHolder, Values } from '#kernel/server/imports/importable.ts'
import { lockMany } from '#kernel/server/imports/many.ts'
import { isDeepStrictEqual } from 'node:util'
import type { Outcome } from '../../contract.ts'
import type { Fault, ImportContext } from '../tables.ts'
import type { Frame } from './frame.ts'
import { valuesOf } from './values.ts'

export type Row = { place: number; line: number; cells: string[] }
/** Where the identities of a file were seen first: by the identity, the line. */
export type Seen = Map<string, number>

export type Plan = Row & {
  outcome: Outcome
  faults: Fault[]
  /** The record that is made or changed. */
  id: string | null
  /** A new record's columns. */
  draft?: Record<string, unknown>
  /** What an existing one changes, as it was and as it is to be. */
  before?: Record<string, unknown>
  after?: Record<string, unknown>
  /** An existing record as it is before this row. */
  now?: Values
}
type Stored = Values & { deleted_at: string | null }

/** Decides about the rows of a piece, in their order; the records that they change are locked. */
export async function judge(
  context: ImportContext,
  frame: Frame,
  rows: readonly Row[],
  seen: Seen = new Map(),
): Promise<Plan[]> {
  const { kind, reading } = frame
  const read = rows.map((row) => ({ row, ...valuesOf(reading, row.cells) }))
  const identified = await kind.identify(
    context,
    read.map(({ values }) => values),
  )
  const holders = identified.flatMap((one) => one.holders).filter(({ hidden }) => !hidden)
  const there = new Map(await lockMany(context, kind.of, [...new Set(holders.map(({ id }) => id))]))
  const made = new Map<string, Plan>()
  const plans: Plan[] = []
  for (const [at, { row, faults }] of read.entries()) {
    const one = identified[at]!
    const wrong = [...faults, ...one.refusals.map(faultOf)]
    const plan =
      wrong.length > 0
        ? leave(row, 'error', wrong)
        : await decide(context, frame, { row, one, there: there as Map<string, Stored>, made, seen })
    plans.push(plan)
    for (const key of keysOf(frame, one.values)) {
      if (!seen.has(key)) seen.set(key, row.line)
      if (plan.draft && !made.has(key)) made.set(key, plan)
    }
  }
  return plans
}

type Case = { row: Row; one: Identified; there: Map<string, Stored>; made: Map<string, Plan>; seen: Seen }

const leave = (row: Row, outcome: Outcome, faults: Fault[], id: string | null = null): Plan => ({
  ...row,
  outcome,
  faults,
  id,
})

const faultOf = ({ pointer, code, params }: Refusal): Fault => ({
  field: pointer.slice(1).replaceAll('/', '.'),
  code,
  ...(params ? { params } : {}),
})

const keysOf = ({ kind }: Frame, values: Values): string[] =>
  kind.identity.flatMap((field) => (values[field] ? [`${field} ${String(values[field])}`] : []))

/** One row: who has its identities already, in the tenant or further up in the file, and what was said to do then. */
async function decide(context: ImportContext, frame: Frame, { row, one, there, made, seen }: Case): Promise<Plan> {
  const { on_match, on_removed } = frame.reading.run
  const { holders } = one
  const keys = keysOf(frame, one.values)
  const above = keys.flatMap((key) => made.get(key) ?? [])
  const records = new Set([...holders.map(({ id }) => id), ...above.map(({ id }) => id!)])
  const repeats = keys.map((key) => seen.get(key)).find((line) => line !== undefined)
  const [holder] = holders
  const field = holder?.field ?? keys.find((key) => seen.has(key))?.split(' ')[0] ?? ''
  if (records.size === 0 && repeats === undefined) return create(context, frame, row, one.values)
  if (on_match === 'create') return apart(context, frame, { row, one, holders, made, seen })
  if (records.size > 1) return leave(row, 'conflict', [{ field, code: 'import.several' }])
  if (holder?.hidden) return leave(row, 'conflict', [{ field, code: 'import.hidden' }])
  if (holder?.removed && there.get(holder.id)?.deleted_at) {
    if (on_removed === 'skip') return leave(row, 'skip', [{ field, code: 'import.removed' }], holder.id)
    return update(context, frame, row, one.values, [there, holder.id])
  }
  if (on_match === 'skip') {
    const why = holder ? { code: 'import.exists' } : { code: 'import.repeated', params: { line: repeats ?? 0 } }
    return leave(row, 'skip', [{ field, ...why }], holder?.id ?? null)
  }
  if (holder) return update(context, frame, row, one.values, [there, holder.id])
  const target = above[0]
  const note = { field, code: 'import.repeated', params: { line: target?.line ?? repeats ?? 0 } }
  if (!target) return leave(row, 'update', [note])
  return mergeInto(context, frame, row, one.values, [target, note])
}

/** A new record beside the one that is there: what belongs to the other stays with it, and is named. */
async function apart(
  context: ImportContext,
  frame: Frame,
  { row, one, holders, seen }: Omit<Case, 'there'> & { holders: readonly ImportHolder[] },
): Promise<Plan> {
  const values: Record<string, unknown> = { ...one.values }
  const taken = new Set(holders.map(({ field }) => field))
  for (const key of keysOf(frame, values)) if (seen.has(key)) taken.add(key.split(' ')[0]!)
  for (const field of taken) delete values[field]
  const plan = await create(context, frame, row, values)
  return { ...plan, faults: [...plan.faults, ...[...taken].map((field) => ({ field, code: 'import.taken' }))] }
}

async function create(context: ImportContext, frame: Frame, row: Row, given: Values): Promise<Plan> {
  const { custom, ...values } = given
  const checked = await checking(async () => {
    const draft = parse(frame.draft, filled(values)) as Record<string, unknown>
    const { values: whole, refusals } = frame.rules.create(draft)
    if (refusals.length > 0) return refusals.map(faultOf)
    if (!frame.kind.of.custom) return whole
    return { ...whole, custom: await settleNew(context, frame.kind.of, { ...whole, custom: custom ?? {} }) }
  })
  if (Array.isArray(checked)) return leave(row, 'error', checked)
  return { ...row, outcome: 'create', faults: [], id: context.id(), draft: checked as Record<string, unknown> }
}

/** Nothing is no value: defaults stand in for it. */
const filled = (values: Values) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined))

async function update(
  context: ImportContext,
  frame: Frame,
  row: Row,
  values: Values,
  [there, id]: readonly [Map<string, Stored>, string],
): Promise<Plan> {
  const now = there.get(id)
  if (!now) return leave(row, 'conflict', [{ field: '', code: 'import.hidden' }])
  const changes = await checking(() => changesTo(context, frame, now, values))
  if (Array.isArray(changes)) return leave(row, 'error', changes, id)
  const isRestored = now.deleted_at !== null
  const wanted = { ...(changes as Record<string, unknown>), ...(isRestored ? { deleted_at: null } : {}) }
  const refusals = frame.rules.update(now, wanted).map(faultOf)
  if (refusals.length > 0) return leave(row, 'conflict', refusals, id)
  if (Object.keys(wanted).length === 0) return leave(row, 'same', [], id)
  const before = Object.fromEntries(Object.keys(wanted).map((name) => [name, now[name]]))
  there.set(id, { ...now, ...wanted } as Stored)
  return { ...row, outcome: isRestored ? 'restore' : 'update', faults: [], id, before, after: wanted, now }
}

/** What a later row of the same piece says about a record that is only about to be made. */
async function mergeInto(
  context: ImportContext,
  frame: Frame,
  row: Row,
  values: Values,
  [target, note]: readonly [Plan, Fault],
): Promise<Plan> {
  const changes = await checking(() => changesTo(context, frame, target.draft!, values))
  if (Array.isArray(changes)) return leave(row, 'error', changes, target.id)
  Object.assign(target.draft!, changes)
  return leave(row, 'update', [note], target.id)
}

/** Those of a row's values that differ from what is; words are added to words. Throws 422. */
async function changesTo(
  context: ImportContext,
  frame: Frame,
  now: Values,
  { custom, ...values }: Values,
): Promise<Record<string, unknown>> {
  const { of, also = {} } = frame.kind
  const parsed = parse(frame.patch, filled(values)) as Record<string, unknown>
  for (const name of Object.keys(also)) delete parsed[name]
  for (const [name, value] of Object.entries(parsed))
    if (Array.isArray(value) && Array.isArray(now[name]))
      parsed[name] = [...new Set([...(now[name] as unknown[]), ...value])].slice(0, MOST_TAGS)
  const own = of.custom && custom ? { custom: await settleChanged(context, of, now, { ...parsed, custom }) } : {}
  return Object.fromEntries(
    Object.entries({ ...parsed, ...own }).filter(([name, value]) => !isDeepStrictEqual(value, now[name])),
  )
}

/** What `work` answers, or the faults that it refuses with. */
async function checking(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return error.refusals.length > 0 ? error.refusals.map(faultOf) : [{ field: '', code: error.code }]
  }
}
