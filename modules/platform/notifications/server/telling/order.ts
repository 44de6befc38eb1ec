// One thing to be told, ready to be told to anybody: what a plan answered, with where it came from.
import type { NoticeKind } from '#kernel/contract/index.ts'
import type { Platform } from '#kernel/server/context.ts'

export type Ordered = {
  /** Nobody is told of one cause twice. */
  cause: string
  kind: string
  actor: string | null
  about: string | null
  record: string | null
  link: string
  values: Record<string, string | number>
}

/** What `POST /notifications/send` tells: people write its texts themselves. */
export const messageKind: NoticeKind = {
  name: 'message',
  events: [],
  can: 'signed_in',
  group: 'general',
  channels: { in_app: true, email: true, push: true },
  mandatory: false,
  trusted: true,
  variables: ['title', 'body'],
}

/** Stands for all kinds where an organisation switches a whole channel off. */
export const EVERY_KIND = '*'

/** Everything people may be told of. */
export const kindsOf = ({ kinds }: Pick<Platform, 'kinds'>): readonly NoticeKind[] => [...kinds, messageKind]

export const kindNamed = (platform: Pick<Platform, 'kinds'>, name: string): NoticeKind | undefined =>
  kindsOf(platform).find((kind) => kind.name === name)
