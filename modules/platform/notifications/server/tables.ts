// What the handlers of notifications work on.
import type { Row } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import type { TablesOf } from '#kernel/server/module.ts'
import type { Generated } from 'kysely'
import { Notice, Notification } from '../contract.ts'
import type { Ordered } from './telling/order.ts'

export const tables = [Notification, Notice] as const

type Tenanted = { tenant_id: Generated<string> }
/** Tables that nobody reads but through this module. */
export type PlainTables = {
  notice_spreads: Tenanted & { id: string; telling: Ordered; people: string[]; done: Generated<number> }
  notification_choices: Tenanted & { kind: string; channel: string; user_id: string | null; is_on: boolean }
  notification_settings: Tenanted & { [F in keyof SettingsRow]: Generated<SettingsRow[F]> } & { user_id: string }
  notification_mutes: Tenanted & { user_id: string; record: string; created_at: Generated<string> }
  notification_templates: Tenanted & {
    kind: string
    channel: string
    language: string
    subject: string
    title: string
    body: string
  }
  push_subscriptions: Tenanted & {
    id: Generated<string>
    user_id: string
    session_id: string | null
    endpoint: string
    p256dh: string
    auth: string
    device: string
    created_at: Generated<string>
    used_at: string | null
  }
}

export type SettingsRow = {
  digest: 'immediately' | 'hourly' | 'daily'
  digest_at: string
  zone: string | null
  quiet_from: string | null
  quiet_to: string | null
  last_mail_at: string | null
}
export const standardSettings: SettingsRow = {
  digest: 'immediately',
  digest_at: '09:00',
  zone: null,
  quiet_from: null,
  quiet_to: null,
  last_mail_at: null,
}

export type NoticeContext = Context<TablesOf<typeof tables> & PlainTables>
export type NotificationRow = Row<typeof Notification>
export type NoticeRow = Row<typeof Notice>
export const notificationFields = Object.keys(Notification.fields) as (keyof NotificationRow)[]
export const noticeFields = Object.keys(Notice.fields) as (keyof NoticeRow)[]
