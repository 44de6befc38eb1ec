// What people may be told of: a kind is declared once, in the contract of the module that it belongs to.
import type { Event } from './event.ts'

export const NOTICE_CHANNELS = ['in_app', 'email', 'push'] as const
export type NoticeChannel = (typeof NOTICE_CHANNELS)[number]

/**
 * A kind of notice. Its texts are `notify.<name>.name` (in preferences), `.title` and `.body`, with `{{variables}}`;
 * `actor` (who did it) and `organisation` are known to every kind.
 */
export type NoticeKind<P = any> = {
  name: string
  /** The events it comes from; none for kinds that are told by an action. */
  events: readonly Event[]
  /** Whom preferences offer it to, and who is told at all. */
  can: string
  /** The heading it stands under in preferences: `notify_group.<group>`. */
  group: string
  /** Where it is told unless somebody chose otherwise; a channel that is not named is never used. */
  channels: Partial<Record<NoticeChannel, boolean>>
  /** Cannot be switched off, muted or put off: security. */
  mandatory: boolean
  /** The plan vouches for its recipients; otherwise only those are told who may hear of the event. */
  trusted: boolean
  variables: readonly string[]
  types?: P
}

type Spec<E extends readonly Event[]> = Partial<Pick<NoticeKind, 'mandatory' | 'trusted' | 'can'>> & {
  events: E
  group: string
  channels: NoticeKind['channels']
  variables: readonly string[]
}

export const noticeKind = <const E extends readonly Event[]>(
  name: string,
  spec: Spec<E>,
): NoticeKind<NonNullable<E[number]['types']>> => ({
  mandatory: false,
  trusted: false,
  can: spec.events[0]!.can,
  ...spec,
  name,
})
