// Through which channels somebody is told, and when: a rule over plain data.
import type { NoticeChannel, NoticeKind } from '#kernel/contract/index.ts'
import type { SettingsRow } from '../tables.ts'
import { instantAtClock, isQuiet, nextClock, nextHour } from './clock.ts'

export type Wishes = Partial<Record<NoticeChannel, boolean>>
export type Fate = {
  in_app: 'shown' | 'skipped'
  in_app_reason: string | null
  email: 'queued' | 'skipped'
  email_reason: string | null
  email_due: string | null
  push: 'queued' | 'skipped'
  push_reason: string | null
}
export type Circumstances = {
  kind: Pick<NoticeKind, 'channels' | 'mandatory'>
  /** Chosen by the person, else by the organisation. */
  wishes: Wishes
  /** Channels that the organisation does not use. */
  closed: readonly string[]
  settings: SettingsRow
  isMuted: boolean
  hasDevice: boolean
  /** The person said that nothing is to disturb them now. */
  undisturbed: boolean
  now: string
}

/** Time in which what was seen on the screen needs no mail any more. */
const GRACE_S = 10
/** What follows a mail within this time comes in one mail. */
const GATHER_S = 300

/** Whether a channel is wanted at all; a word says why not. */
function refusal({ kind, wishes, closed, isMuted }: Circumstances, channel: NoticeChannel): string | null {
  const standard = kind.channels[channel]
  if (standard === undefined) return 'not_offered'
  if (kind.mandatory) return null
  if (closed.includes(channel)) return 'channel_off'
  if (isMuted) return 'muted'
  return (wishes[channel] ?? standard) ? null : 'off'
}

/** What becomes of a notice to one person in each channel. */
export function decide(given: Circumstances): Fate {
  const { kind, settings, hasDevice, undisturbed, now } = given
  const [inApp, email, push] = [refusal(given, 'in_app'), refusal(given, 'email'), refusal(given, 'push')]
  const quiet = !kind.mandatory && isQuiet(settings, now)
  const silence = undisturbed && !kind.mandatory ? 'do_not_disturb' : quiet ? 'quiet_hours' : null
  const noPush = push ?? (hasDevice ? silence : 'no_device')
  return {
    in_app: inApp ? 'skipped' : 'shown',
    in_app_reason: inApp,
    email: email ? 'skipped' : 'queued',
    email_reason: email,
    email_due: email ? null : kind.mandatory ? now : dueOf(settings, now),
    push: noPush ? 'skipped' : 'queued',
    push_reason: noPush,
  }
}

/** Nothing is written down about those who want to be told nowhere. */
export const isUnwanted = ({ in_app_reason, email_reason, push_reason }: Fate): boolean =>
  [in_app_reason, email_reason].every((reason) => reason === 'off' || reason === 'not_offered') &&
  (push_reason === 'off' || push_reason === 'not_offered' || push_reason === 'no_device')

/** When a mail may leave: gathered with its neighbours, by the digest, after the quiet hours. */
export function dueOf(settings: SettingsRow, now: string): string {
  const at = Date.parse(now)
  const soon = Math.max(
    at + GRACE_S * 1_000,
    settings.last_mail_at === null ? 0 : Date.parse(settings.last_mail_at) + GATHER_S * 1_000,
  )
  const wanted =
    settings.digest === 'daily'
      ? nextClock(settings.digest_at, settings.zone, now)
      : settings.digest === 'hourly'
        ? nextHour(now)
        : new Date(soon).toISOString()
  return isQuiet(settings, wanted) ? instantAtClock(settings.quiet_to!, settings.zone, wanted) : wanted
}
