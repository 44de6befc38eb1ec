// Why records were left as they are, in words.
import { useFormat, useT } from '#kernel/web/index.tsx'
import type { Skipped } from '../contract.ts'

const WORDS = ['already_so', 'changed_since', 'cannot_move', 'not_found', 'forbidden'] as const

/** Speaks the reasons, the most frequent first; with several, how often each. */
export function useWhy(): (skipped: Skipped) => string {
  const t = useT()
  const format = useFormat()
  return (skipped) =>
    skipped
      .toSorted((one, other) => other.count - one.count)
      .map(({ code, count }) => {
        const known = WORDS.find((word) => code === word || code.endsWith(`.${word}`))
        const said = t(`bulk.why.${known ?? 'other'}`)
        return skipped.length > 1 ? `${said}: ${format.number(count)}` : said
      })
      .join(', ')
}
