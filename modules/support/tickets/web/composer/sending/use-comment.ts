// A message that stands in the thread at once: a note, or a customer's answer.
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { In, Problem } from '#kernel/contract/index.ts'
import { keyOf, useCommand, useMe } from '#kernel/web/index.tsx'
import { tickets } from '../../../contract.ts'
import { addMessage, showSending } from '../../ticket/messages.ts'

type Sent = Omit<In<typeof tickets.comment>, 'id'>

/** `onSent` clears the field; a refused message stays in it. */
export function useComment(ticket: string, onSent: () => void, onProblem?: (problem: Problem) => void) {
  const cache = useQueryClient()
  const author = useMe().user.id
  const { run, isPending, problem } = useCommand(tickets.comment, {
    optimistic: ({ text, internal = false }, held) => showSending(held, { ticket, author, text, internal }),
    onDone: (message) => {
      addMessage(cache, message)
      void cache.invalidateQueries({ queryKey: keyOf(tickets.get, { id: ticket }) })
      onSent()
    },
    ...(onProblem && { onProblem }),
  })
  const send = useCallback((message: Sent) => run({ id: ticket, ...message }), [run, ticket])
  return { send, isSending: isPending, problem }
}
