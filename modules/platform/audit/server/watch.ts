// Looks through what was sealed, in order, and raises alerts. A tenant's place moves with the alerts it raised.
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Row } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { PLATFORM_CHAIN, type Origin } from '#kernel/server/audit/entry.ts'
import type { Context, Platform } from '#kernel/server/context.ts'
import type { Service } from '#kernel/server/module.ts'
import { AuditAlert, auditAlertRaised } from '../contract.ts'
import { isNewPlace } from './places.ts'
import { type Raised, type Seen, watcher, type Watcher } from './rules.ts'
import { sectionsOf } from './sections.ts'

const LOOK_MS = 3_000
const BATCH = 500
/** How much of the past is looked through again after a start: the longest time that a rule counts over. */
const PRIMED_BY = sql`interval '1 hour'`
const MOST_PRIMED = 5_000

type Stored = {
  seq: number
  id: string
  at: string
  hour: number
  actor_id: string | null
  actor_kind: string
  about_id: string | null
  action: string
  outcome: string
  role: string
  code: string
  count: number
  touched: string
  origin: string | null
}
type Memory = { seq: number; watcher: Watcher }

export const watching: Service = {
  name: 'audit watch',
  role: 'relay',
  async start(platform) {
    const memories = new Map<string, Memory>()
    const stopping = new AbortController()
    const loop = (async () => {
      while (!stopping.signal.aborted) {
        await look(platform, memories).catch((error: unknown) =>
          platform.log.error({ error: error instanceof Error ? error.stack : String(error) }, 'audit watch'),
        )
        await sleep(LOOK_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    })()
    return {
      async stop() {
        stopping.abort()
        await loop
      },
    }
  },
}

/** Looks through every chain that has grown. */
export async function look(platform: Platform, memories: Map<string, Memory>): Promise<void> {
  const heads = await platform.database.platform('read', (db) =>
    db.selectFrom('audit_heads').select(['tenant_id', 'seq']).execute(),
  )
  for (const { tenant_id, seq } of heads as { tenant_id: string; seq: number }[]) {
    // Strangers' doings belong to no organisation that could be told.
    if (tenant_id === PLATFORM_CHAIN || memories.get(tenant_id)?.seq === seq) continue
    for (let full = true; full;) {
      const memory = memories.get(tenant_id)
      // What a failed look remembered would be counted twice.
      memories.delete(tenant_id)
      const next = await platform.within(systemOf(tenant_id), { cause: 'audit watch' }, (context) =>
        lookOn(context, memory),
      )
      memories.set(tenant_id, next.memory)
      full = next.full
    }
  }
}

async function lookOn(context: Context, memory: Memory | undefined): Promise<{ memory: Memory; full: boolean }> {
  const { db } = context
  await sql`insert into audit_watch (seq) values (0) on conflict do nothing`.execute(db)
  const { rows } = await sql<{ seq: number }>`select seq from audit_watch for update`.execute(db)
  const place = rows[0]!.seq
  // Another process looked in the meantime, or this one has just begun.
  const watched = memory?.seq === place ? memory.watcher : await primed(context, place)
  const found = await entriesAfter(context, place)
  for (const entry of found)
    for (const raised of watched.see(await seenOf(context, entry))) await raise(context, raised)
  const seq = found.at(-1)?.seq ?? place
  if (seq !== place) await sql`update audit_watch set seq = ${seq}`.execute(db)
  return { memory: { seq, watcher: watched }, full: found.length === BATCH }
}

const columns = sql`e.seq, e.id, e.at, e.actor_id, e.actor_kind, e.about_id, e.action, e.outcome, e.role, e.code, e.count, e.touched, d.origin,
  (extract(hour from e.at at time zone 'Asia/Tashkent') + extract(minute from e.at) / 60)::float8 as hour`

async function entriesAfter({ db }: Context, place: number): Promise<Stored[]> {
  const { rows } = await sql<Stored>`
    select ${columns} from audit_entries e join audit_details d on d.tenant_id = e.tenant_id and d.position = e.position
    where e.seq > ${place} order by e.seq limit ${sql.lit(BATCH)}`.execute(db)
  return rows
}

/** A watcher that has seen the last hour before a place. */
async function primed(context: Context, place: number): Promise<Watcher> {
  const { rows } = await sql<Stored>`
    select ${columns} from audit_entries e join audit_details d on d.tenant_id = e.tenant_id and d.position = e.position
    where e.seq <= ${place} and e.at > now() - ${PRIMED_BY} order by e.seq desc limit ${sql.lit(MOST_PRIMED)}`.execute(
    context.db,
  )
  const made = watcher()
  for (const entry of rows.toReversed()) made.see(await seenOf(context, entry, false))
  return made
}

async function seenOf(context: Context, entry: Stored, asksPlace = true): Promise<Seen> {
  const { id, at, hour, actor_id, actor_kind, about_id, code, count, touched } = entry
  const origin = entry.origin === null ? {} : (JSON.parse(entry.origin) as Origin)
  const sections = sectionsOf(entry, context.platform.actions)
  const rows = touched === '' ? [] : (JSON.parse(touched) as { table: string; op: string; fields: string[] }[])
  return {
    id,
    at: Date.parse(at),
    hour,
    sections,
    actor_id,
    actor_kind,
    about_id,
    address: origin.address || null,
    code,
    count,
    changed: rows.flatMap(({ table, op, fields }) => (op === 'update' ? fields.map((name) => `${table}.${name}`) : [])),
    new_place:
      asksPlace &&
      sections.includes('sign_ins') &&
      actor_id !== null &&
      (await isNewPlace(context, actor_id, entry.seq, origin)),
  }
}

/** Makes an alert a record, and an event for whoever tells people. */
export async function raise(
  { db, emit }: Context,
  { rule, severity, person, address, count, entry }: Omit<Raised, 'entry'> & { entry: string | null },
): Promise<void> {
  const alert = (await db
    .insertInto('audit_alerts')
    .values({ rule, severity, person, address: address?.slice(0, 64) ?? null, count, entry })
    .returning(Object.keys(AuditAlert.fields))
    .executeTakeFirstOrThrow()) as Row<typeof AuditAlert>
  emit(auditAlertRaised, { alert })
}
