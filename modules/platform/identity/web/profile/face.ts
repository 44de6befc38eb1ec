// What a card says of a person's face.
import type { Card, KnownFace } from '#kernel/web/index.tsx'
import { STATES, users } from '../../contract.ts'

type State = (typeof STATES)[number]

/** What was said until a moment that is over counts no more, though the card is of before. */
export function faceOf(card: Card, now: number): KnownFace {
  const {
    id,
    avatar,
    state,
    state_note: note,
    state_until: until,
  } = card as Card & {
    avatar?: string | null
    state?: State | null
    state_note?: string | null
    state_until?: string | null
  }
  const over = typeof until === 'string' && Date.parse(until) <= now
  const is: State | null = state && over ? 'online' : (state ?? null)
  return {
    picture: avatar ? [users.picture, { id, picture: avatar }] : null,
    standing: is && { is, words: `state.${is}`, note: (!over && note) || null },
  }
}
