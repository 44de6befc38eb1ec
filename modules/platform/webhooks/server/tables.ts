// What the handlers of webhooks work on.
import type { Row } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { IncomingCall, IncomingHook, Webhook, WebhookDelivery } from '../contract.ts'

export const tables = [Webhook, WebhookDelivery, IncomingHook, IncomingCall] as const

/** Loosely typed: this module also works on tables without an entity (secrets, the queue). */
export type HookContext = Context
export type WebhookRow = Row<typeof Webhook>
export type DeliveryRow = Row<typeof WebhookDelivery>
export type IncomingHookRow = Row<typeof IncomingHook>
export type IncomingCallRow = Row<typeof IncomingCall>

export const webhookFields = Object.keys(Webhook.fields) as (keyof WebhookRow)[]
export const deliveryFields = Object.keys(WebhookDelivery.fields) as (keyof DeliveryRow)[]
export const incomingHookFields = Object.keys(IncomingHook.fields) as (keyof IncomingHookRow)[]
export const incomingCallFields = Object.keys(IncomingCall.fields) as (keyof IncomingCallRow)[]

/** A value of a `jsonb` column as the driver takes it. */
export const json = <T>(value: T): T => JSON.stringify(value) as T
