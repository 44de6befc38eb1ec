// How components stand for a tenant: what is kept, and what everybody has who changed nothing.
import { type Component, ComponentState, notFound, type Row, stale } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { sql } from 'kysely'
import type { State } from '../contract.ts'

export type Kept = Row<typeof ComponentState>
const COLUMNS = Object.keys(ComponentState.fields)

/** The component of that name; throws 404. */
export function componentOf({ platform }: Context, id: string): Component {
  const found = platform.components.all.find((one) => one.id === id)
  if (!found) throw notFound('component')
  return found
}

/** What is kept of the caller's tenant, by component. */
export async function keptOf({ db }: Context): Promise<Map<string, Kept>> {
  const rows = (await db
    .selectFrom(ComponentState.table)
    .select(COLUMNS)
    .where('deleted_at', 'is', null)
    .execute()) as Kept[]
  return new Map(rows.map((row) => [row.component, row]))
}

/** The same, so that nobody switches what somebody else needs at this moment. */
export async function lockedOf(context: Context): Promise<Map<string, Kept>> {
  await sql`select pg_advisory_xact_lock(hashtextextended('components ' || ${context.actor.tenant_id}, 0))`.execute(
    context.db,
  )
  return keptOf(context)
}

export const isOnIn = (kept: ReadonlyMap<string, Kept>, { id, always }: Pick<Component, 'id' | 'always'>): boolean =>
  always || (kept.get(id)?.is_on ?? true)

/** Settings as they hold: what was set up, the rest as it came. What this version does not take any more is left out. */
export function settingsIn({ settings: declared }: Component, kept: Kept | undefined): Record<string, never> {
  if (!declared) return {}
  const good = Object.entries(kept?.settings ?? {}).filter(
    ([field, value]) => declared.draft.shape[field]?.safeParse(value).success,
  )
  return declared.draft.parse(Object.fromEntries(good)) as Record<string, never>
}

export function stateOf({ platform }: Context, one: Component, kept: ReadonlyMap<string, Kept>): State {
  const row = kept.get(one.id)
  return {
    id: one.id,
    release: one.version,
    area: platform.components.areaOf(one.id),
    always: one.always,
    is_on: isOnIn(kept, one),
    settings: settingsIn(one, row),
    version: Number(row?.version ?? 0),
    updated_at: row?.updated_at ?? null,
  }
}

/** Throws 412 where the caller read another version. */
export function refuseStale({ meta }: Context, row: Kept | undefined): void {
  if (meta.expected_version !== undefined && meta.expected_version !== Number(row?.version ?? 0)) throw stale()
}

/** Writes what changes of a component's state, and remembers how it stands now and who did it. */
export async function keep(
  { db, actor, now }: Context,
  component: string,
  changes: Partial<Pick<Kept, 'is_on' | 'settings'>>,
): Promise<Kept> {
  const { settings, ...rest } = changes
  const written = { ...rest, ...(settings ? { settings: sql`${JSON.stringify(settings)}::jsonb` } : {}) }
  const kept = (await db
    .insertInto(ComponentState.table)
    .values({ is_on: true, ...written, component })
    .onConflict((met) => met.columns(['tenant_id', 'component']).doUpdateSet(written))
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()) as Kept
  await db
    .insertInto('component_changes')
    .values({
      component,
      version: kept.version,
      is_on: kept.is_on,
      settings: sql`${JSON.stringify(kept.settings)}::jsonb`,
      actor: actor.kind === 'person' ? actor.user_id : null,
      at: now,
    })
    .onConflict((met) => met.doNothing())
    .execute()
  return kept
}
