// What people want: their own choices and settings, else the organisation's, else the product's.
import { sql } from 'kysely'
import { type NoticeContext, type SettingsRow, standardSettings } from '../tables.ts'
import type { Wishes } from './decide.ts'
import { EVERY_KIND } from './order.ts'

export type Wish = {
  wishes: Wishes
  closed: readonly string[]
  settings: SettingsRow
  isMuted: boolean
  hasDevice: boolean
}

/** What some people want to hear of a kind and of a record. */
export async function wishesFor(
  { db }: NoticeContext,
  kind: string,
  record: string | null,
  ids: readonly string[],
): Promise<(user: string) => Wish> {
  const among = sql<boolean>`user_id = any(${ids}::uuid[])`
  // Sent together: none waits for the answer to another.
  const [choices, settings, mutes, devices] = await Promise.all([
    db
      .selectFrom('notification_choices')
      .select(['kind', 'user_id', 'channel', 'is_on'])
      .where('kind', 'in', [kind, EVERY_KIND])
      .where((eb) => eb.or([among, eb('user_id', 'is', null)]))
      .execute(),
    db
      .selectFrom('notification_settings')
      .select(['user_id', 'digest', 'digest_at', 'zone', 'quiet_from', 'quiet_to', 'last_mail_at'])
      .where(among)
      .execute(),
    record === null
      ? []
      : db.selectFrom('notification_mutes').select('user_id').where('record', '=', record).where(among).execute(),
    db.selectFrom('push_subscriptions').select('user_id').distinct().where(among).execute(),
  ])
  const own = byChooser(choices.filter((one) => one.kind === kind))
  const closed = choices.filter((one) => one.kind === EVERY_KIND && !one.is_on).map(({ channel }) => channel)
  const kept = new Map(settings.map((row) => [row.user_id, row as SettingsRow]))
  const muted = new Set(mutes.map(({ user_id }) => user_id))
  const reachable = new Set(devices.map(({ user_id }) => user_id))
  return (user) => ({
    wishes: own(user),
    closed,
    settings: kept.get(user) ?? standardSettings,
    isMuted: muted.has(user),
    hasDevice: reachable.has(user),
  })
}

type Chosen = { user_id: string | null; channel: string; is_on: boolean }

/** One's own choice goes before the organisation's. */
function byChooser(choices: readonly Chosen[]): (user: string) => Wishes {
  const rows = Map.groupBy(choices, ({ user_id }) => user_id)
  const read = (some: readonly Chosen[] = []): Wishes =>
    Object.fromEntries(some.map(({ channel, is_on }) => [channel, is_on]))
  const common = read(rows.get(null))
  return (user) => ({ ...common, ...read(rows.get(user)) })
}
