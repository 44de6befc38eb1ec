// What speaks for spam; pure.
import type { Reason } from '../contract.ts'

/** What is known of something that came in. Counts are of the same form, without this one. */
export type Seen = {
  values: Readonly<Record<string, string>>
  /** What stood in the field that people do not see. */
  trap: string
  /** How long the page was open, in ms; null where it was not one of ours, or too long ago. */
  openFor: number | null
  /** From the same address in the last ten minutes. */
  fromAddress: number
  /** From everywhere in the last hour. */
  inHour: number
  /** The same words in the last day. */
  repeated: number
}

/** Nobody reads and fills in a form in less. */
export const FASTEST_MS = 2_500
export const MOST_FROM_ADDRESS = 5
export const MOST_IN_HOUR = 200
const MOST_REPEATED = 2
/** A message may name one page; a name or an address none. */
const MOST_LINKS = 1
const LINK = /(?:https?:\/\/|www\.|\[url|<a\s)/gi

const linksIn = (text: string): number => text.match(LINK)?.length ?? 0

/** Why it should be looked at before it becomes a lead; empty for what looks like a person. */
export function suspect({ values, trap, openFor, fromAddress, inHour, repeated }: Seen): Reason[] {
  const { notes = '', ...others } = values
  const hasLinks =
    linksIn(notes) > MOST_LINKS ||
    Object.entries(others).some(([name, value]) => !name.startsWith('custom.') && linksIn(value) > 0)
  const found: [Reason, boolean][] = [
    ['trap', trap !== ''],
    ['no_token', openFor === null],
    ['too_fast', openFor !== null && openFor < FASTEST_MS],
    ['links', hasLinks],
    ['too_many', fromAddress >= MOST_FROM_ADDRESS],
    ['flood', inHour >= MOST_IN_HOUR],
    ['repeated', repeated > MOST_REPEATED],
  ]
  return found.flatMap(([reason, holds]) => (holds ? [reason] : []))
}
