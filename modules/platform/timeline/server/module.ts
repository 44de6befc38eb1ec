import {
  component,
  forbidden,
  type In,
  invalid,
  malformed,
  notFound,
  type Out,
  type Parsed,
} from '#kernel/contract/index.ts'
import { may } from '#kernel/server/access/actor.ts'
import { fact } from '#kernel/server/conditions/fact.ts'
import type { Context } from '#kernel/server/context.ts'
import { find } from '#kernel/server/crud.ts'
import { fieldsOf } from '#kernel/server/custom/definitions.ts'
import { hiddenAmong, seenChanges } from '#kernel/server/custom/seen.ts'
import { implement, serverModule, type TablesOf } from '#kernel/server/module.ts'
import { sql } from 'kysely'
import {
  CallFacts,
  type Noted,
  notedName,
  timeline,
  timelineBeside,
  TimelineEntry,
  type TimelineEntryRow,
  WRITTEN,
} from '../contract.ts'

const tables = [TimelineEntry] as const
type Joins = { timeline_joins: { record: string; other: string } }
type Within = Context<TablesOf<typeof tables> & Joins>
const fields = Object.keys(TimelineEntry.fields) as (keyof TimelineEntryRow)[]

/** The event by which a kind has a timeline; throws 422 for a kind that has none. */
function notedOf({ platform }: Within, entity: string) {
  const noted = platform.events.get(notedName(entity))
  if (!noted) throw invalid([{ pointer: '/entity', code: 'no_timeline' }])
  return noted
}

/** The record, if the caller may see it; only what access asks of it is told with events. */
async function subjectOf(context: Within, entity: string, id: string): Promise<Noted['subject']> {
  const { about, can } = notedOf(context, entity)
  return find(context, about, id, can)
}

type Logged = {
  position: number
  at: string
  name: string
  actor: string | null
  payload: Record<string, unknown>
  entry: TimelineEntryRow | null
}

async function list(context: Within, asked: Parsed<typeof timeline.list>): Promise<Out<typeof timeline.list>> {
  const { entity, record, kinds, limit, cursor } = asked
  const { platform, actor, db } = context
  await subjectOf(context, entity, record)
  const before = cursor === undefined ? null : Number(cursor)
  if (before !== null && !Number.isSafeInteger(before)) throw malformed('cursor')
  const told = [...platform.events.values()].filter(
    ({ about, can, quiet }) => about.name === entity && !quiet && may(actor, can),
  )
  const names = told.map(({ name }) => name)
  const noted = notedName(entity)
  const wanted = kinds?.filter((kind) => kind !== 'change') ?? null
  const ofEntries =
    wanted === null ? sql`e.id is not null` : wanted.length > 0 ? sql`e.kind in (${sql.join(wanted)})` : sql`false`
  const ofChanges = !kinds || kinds.includes('change') ? sql`l.name <> ${noted}` : sql`false`
  const beside = !wanted || wanted.includes('mail') ? await mailBeside(context, entity, record) : null
  const writtenNames = beside ? [noted, beside.noted] : [noted]
  const ofBeside = beside
    ? sql`or (l.about_id = any(${beside.records}::uuid[]) and l.name = ${beside.noted} and l.payload ->> 'done' = 'written' and e.kind = 'mail')`
    : sql``
  const { rows } = await sql<Logged>`
    select l.position, l.at, l.name, l.actor_id as actor, l.payload - 'subject' as payload,
      case when e.id is null then null else jsonb_build_object(${sql.join(
        fields.flatMap((field) => [sql.lit(field), sql.ref(`e.${field}`)]),
      )}) end as entry
    from event_log l
    left join timeline_entries e on l.name in (${sql.join(writtenNames)}) and e.id = (l.payload #>> '{entry,id}')::uuid and e.deleted_at is null
    where ${before === null ? sql`true` : sql`l.position < ${before}`} and ((
      (l.about_id = ${record} or l.about_id in (select other from timeline_joins where record = ${record}))
      and l.name in (${sql.join(names)})
      and (${ofChanges} or (l.name = ${noted} and l.payload ->> 'done' = 'written' and ${ofEntries}))) ${ofBeside})
    order by l.position desc
    limit ${sql.lit(limit + 1)}`.execute(db)
  const events = new Map(told.map((one) => [one.name, one]))
  const hidden = hiddenAmong(actor, await fieldsOf(db, actor.tenant_id, entity))
  const isOpen = ({ name, payload }: Logged) => {
    const needs = writtenNames.includes(name) ? null : events.get(name)!.needs(payload)
    return needs === null || may(actor, needs)
  }
  const page = rows.slice(0, limit)
  return {
    items: page.filter(isOpen).map(({ position, at, name, actor: who, payload, entry }) => ({
      id: String(position),
      at,
      name,
      actor: who,
      changes: seenChanges((payload['changes'] ?? {}) as Record<string, [unknown, unknown]>, hidden),
      entry,
    })),
    next: rows.length > limit ? String(page.at(-1)!.position) : null,
  }
}

/** The mail of other records that is told here as well. */
async function mailBeside({ platform, actor, call }: Within, entity: string, record: string) {
  if (!platform.components.offers(actor.tenant_id, timelineBeside.mail)) return null
  const beside = await call(timelineBeside.mail, { entity, record })
  return beside && beside.records.length > 0 ? { noted: notedName(beside.entity), records: beside.records } : null
}

async function add(
  context: Within,
  { entity, record, kind, text, facts }: Parsed<typeof timeline.add>,
): Promise<TimelineEntryRow> {
  const subject = await subjectOf(context, entity, record)
  const { actor } = context
  const entry = await context.db
    .insertInto('timeline_entries')
    .values({
      entity,
      record,
      kind,
      text,
      author: actor.kind === 'person' ? actor.user_id : null,
      facts: JSON.stringify(facts) as never,
      edits: 0,
    })
    .returning(fields)
    .executeTakeFirstOrThrow()
  tell(context, subject, entry, 'written')
  return entry
}

function tell(context: Within, subject: Noted['subject'], entry: TimelineEntryRow, done: Noted['done']): void {
  const noted = notedOf(context, entry.entity)
  // What access asks, and no more: the log keeps it for long.
  const { id, owner, team } = subject as Record<string, unknown>
  context.emit(noted, { subject: { id, owner, team }, entry, done })
}

function write(context: Within, asked: Parsed<typeof timeline.write>): Promise<TimelineEntryRow> {
  const { call, ...rest } = asked
  if (asked.kind === 'note' && asked.text.trim() === '') throw invalid([{ pointer: '/text', code: 'required' }])
  return add(context, { ...rest, facts: asked.kind === 'call' ? CallFacts.parse(call ?? {}) : {} })
}

/** An entry of the caller's own, of a record that they may see. */
async function ownEntry(context: Within, id: string): Promise<{ entry: TimelineEntryRow; subject: Noted['subject'] }> {
  const entry = await context.db
    .selectFrom('timeline_entries')
    .select(fields)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  // What other modules brought is not taken back: it says what happened.
  if (!entry || !WRITTEN.includes(entry.kind as never)) throw notFound('timeline_entry')
  const subject = await subjectOf(context, entry.entity, entry.record)
  if (entry.author !== context.actor.user_id) throw forbidden('timeline.write')
  return { entry, subject }
}

async function save(context: Within, id: string, changes: object, done: Noted['done']): Promise<TimelineEntryRow> {
  const { subject } = await ownEntry(context, id)
  const entry = await context.db
    .updateTable('timeline_entries')
    .set(changes)
    .where('id', '=', id)
    .returning(fields)
    .executeTakeFirstOrThrow()
  tell(context, subject, entry, done)
  return entry
}

async function join({ db }: Within, { record, other, apart }: In<typeof timeline.join>): Promise<null> {
  if (apart) await db.deleteFrom('timeline_joins').where('record', '=', record).where('other', '=', other).execute()
  else
    await sql`
      insert into timeline_joins (record, other) values (${record}, ${other}) on conflict do nothing`.execute(db)
  return null
}

async function joined({ db }: Within, { record }: In<typeof timeline.joined>): Promise<{ items: string[] }> {
  const rows = await db.selectFrom('timeline_joins').select('other').where('record', '=', record).execute()
  return { items: rows.map(({ other }) => other) }
}

const own = implement(
  timeline,
  { tables, extra: {} as Joins },
  {
    list,
    write,
    add,
    join,
    joined,
    change: (context, { id, text }) => save(context, id, { text, edits: sql`edits + 1` }, 'changed'),
    remove: async (context, { id }) => {
      await save(context, id, { deleted_at: context.now }, 'removed')
      return null
    },
  },
)

const writes = { 'timeline.read': 'all', 'timeline.write': 'all' } as const

/** When somebody last wrote of a record: a note, a call, a mail, a task. */
const lastActivity = fact('last_activity', {
  about: ({ name }, events) => events.has(notedName(name)),
  kind: 'moment',
  rows: TimelineEntry,
  by: 'record',
  at: 'created_at',
  where: ({ name }) => ({ entity: name }),
  can: 'timeline.read',
})

export default serverModule({
  name: 'platform/timeline',
  component: component('timeline', { version: '1.0.0', always: true }),
  actions: own,
  facts: [lastActivity],
  grants: { manager: writes, sales_manager: writes, seller: writes, analyst: { 'timeline.read': 'all' } },
})
