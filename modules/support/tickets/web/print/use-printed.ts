// What stands on the paper so far: read on until the part is full, or nothing more comes.
import { useCallback, useEffect, useState } from 'react'
import { Problem, type Out, type Row } from '#kernel/contract/index.ts'
import { useCall, useFormat } from '#kernel/web/index.tsx'
import type { Ticket } from '../../contract.ts'
import type { conversation } from '../../contract/conversation.ts'
import { rowsOf, type ThreadRow } from '../thread/rows.ts'
import { openingOf, storyOf } from '../thread/story.ts'
import { conversationOf, type Piece } from './conversation.ts'

/** Messages and changes in one part: what a browser lays out on paper at once. What comes after is another part. */
const PART = 6_000

export type Part = {
  number: number
  /** Messages of the parts before. */
  before: number
  /** Messages of this part. */
  messages: number
  /** Those among them that a customer sees, here and in the parts before. */
  open: number
  /** Messages and changes of this part. */
  size: number
  pieces: readonly (readonly ThreadRow[])[]
  /** The day on which the last piece ended. */
  day: string | null
  state: 'reading' | 'full' | 'whole'
}
const FIRST: Part = {
  number: 1,
  before: 0,
  messages: 0,
  open: 0,
  size: 0,
  pieces: [],
  day: null,
  state: 'reading',
}

type Told = { ticket: Row<typeof Ticket>; opening: Out<typeof conversation.opening> }

export function usePrinted({ ticket, opening }: Told) {
  const call = useCall()
  const format = useFormat()
  const [reader] = useState(() => conversationOf(call, ticket.id))
  const [part, setPart] = useState(FIRST)
  const [problem, setProblem] = useState<Problem | null>(null)

  const take = useCallback(
    (before: Part, { messages, timeline, isLast }: Piece): Part => {
      const first = before.number === 1 && before.pieces.length === 0 ? openingOf(ticket, opening) : null
      const story = storyOf(ticket, first ? [first, ...messages] : messages, timeline, format.date)
      const rows = rowsOf(story, null)
      const [top] = rows
      // A page of the server ends anywhere in a day.
      if (top?.day && before.day === format.date(top.day)) rows[0] = { ...top, day: null }
      const last = rows.findLast(({ day }) => day !== null)?.day
      const size = before.size + messages.length + timeline.length
      return {
        ...before,
        messages: before.messages + messages.length,
        open: before.open + messages.filter(({ internal }) => !internal).length,
        size,
        pieces: [...before.pieces, rows],
        day: last ? format.date(last) : before.day,
        state: isLast ? 'whole' : size >= PART ? 'full' : 'reading',
      }
    },
    [ticket, opening, format],
  )

  useEffect(() => {
    if (part.state !== 'reading' || problem) return
    let isLeft = false
    reader.next().then(
      (piece) => !isLeft && setPart(take(part, piece)),
      (error: unknown) => {
        if (isLeft) return
        if (error instanceof Problem) setProblem(error)
        else throw error
      },
    )
    return () => void (isLeft = true)
  }, [reader, part, problem, take])

  return {
    part,
    problem,
    retry: () => setProblem(null),
    /** Puts what comes after on the paper, in place of this part. */
    goOn: () =>
      setPart(({ number, before, messages, open }) => ({
        ...FIRST,
        number: number + 1,
        before: before + messages,
        open,
      })),
  }
}
