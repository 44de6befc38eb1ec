import type { NoticeChannel, Out } from '#kernel/contract/index.ts'
import type { noticePreferences } from '../../contract.ts'

type Kinds = Out<typeof noticePreferences.get>['kinds']
type Chosen = { kind: string; channel: NoticeChannel; on: boolean | null }

/** The kinds as they are with some choices made. */
export const chosenIn = (kinds: Kinds, choices: readonly Chosen[]): Kinds =>
  kinds.map((one) => {
    const own = choices.filter(({ kind, on }) => kind === one.kind && on !== null)
    return { ...one, channels: { ...one.channels, ...Object.fromEntries(own.map(({ channel, on }) => [channel, on])) } }
  })
