// Shapes of preferences and templates.
import * as z from 'zod'
import { NOTICE_CHANNELS } from '#kernel/contract/index.ts'

export const LANGUAGES = ['ru', 'en', 'uz', 'ar'] as const
export const DIGESTS = ['immediately', 'hourly', 'daily'] as const

const clock = () =>
  z
    .string()
    .max(5)
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
/** A time zone that the platform can count in. */
const zone = () =>
  z
    .string()
    .max(60)
    .refine((name) => isZone(name), { message: 'time_zone' })

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** `on: null` goes back to the organisation's choice. */
export const Choice = z.strictObject({
  kind: z.string().min(1).max(60),
  channel: z.enum(NOTICE_CHANNELS),
  on: z.boolean().nullable(),
})

/** When mails come, and when nothing disturbs; clock times are of the person's zone. */
export const Settings = z.strictObject({
  digest: z.enum(DIGESTS),
  digest_at: clock(),
  zone: zone().nullable(),
  quiet_from: clock().nullable(),
  quiet_to: clock().nullable(),
})

const Channels = z.partialRecord(z.enum(NOTICE_CHANNELS), z.boolean())

export const Preferences = z.object({
  ...Settings.shape,
  zone: z.string().nullable(),
  kinds: z.array(
    z.object({
      kind: z.string(),
      group: z.string(),
      mandatory: z.boolean(),
      /** The channels it may go to, and whether it does. */
      channels: Channels,
      /** What was chosen against the default. */
      chosen: Channels,
    }),
  ),
  /** The key that browsers subscribe with; null when push is turned off. */
  push_key: z.string().nullable(),
})

export const TEMPLATE_PARTS = ['subject', 'title', 'body'] as const
export type TemplatePart = (typeof TEMPLATE_PARTS)[number]

/** `subject` counts for mails alone. */
export const TemplateDraft = z.strictObject({
  subject: z.string().max(300).default(''),
  title: z.string().min(1).max(300),
  body: z.string().max(5_000).default(''),
})

export const TemplateRead = z.object({
  kind: z.string(),
  group: z.string(),
  channel: z.enum(NOTICE_CHANNELS),
  language: z.enum(LANGUAGES),
  subject: z.string(),
  title: z.string(),
  body: z.string(),
  /** Written by the organisation; false = it comes with the product. */
  own: z.boolean(),
  variables: z.array(z.string()),
})
