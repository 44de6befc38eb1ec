// A message that stands in the thread at once: a note, or a customer's answer; without a connection it waits in this browser.
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef } from 'react'
import type { In, Problem } from '#kernel/contract/index.ts'
import { keyOf, newKey, useCommand, useMe, usePlatform } from '#kernel/web/index.tsx'
import { tickets } from '../../../contract.ts'
import { addMessage, showSending } from '../../ticket/messages.ts'

type Sent = Omit<In<typeof tickets.comment>, 'id'>

/** `onSent` clears the field; a refused message stays in it. */
export function useComment(ticket: string, onSent: () => void, onProblem?: (problem: Problem) => void) {
  const cache = useQueryClient()
  const author = useMe().user.id
  const { offline } = usePlatform()
  const key = useRef('')
  const { run, isPending, problem, reset } = useCommand(tickets.comment, {
    optimistic: ({ text, internal = false }, held) => showSending(held, { ticket, author, text, internal }),
    onDone: (message) => {
      addMessage(cache, message)
      void cache.invalidateQueries({ queryKey: keyOf(tickets.get, { id: ticket }) })
      onSent()
    },
    // It may have arrived all the same: it goes again under the same key, and so has its effect once.
    onProblem: (refused, input) => {
      if (refused.status !== 0) return onProblem?.(refused)
      const queued = { about: `ticket:${ticket}`, key: key.current, tried: navigator.onLine }
      void offline.queue(tickets.comment, input, queued).then((kept) => {
        if (!kept) return onProblem?.(refused)
        reset()
        onSent()
      })
    },
  })
  const send = useCallback(
    (message: Sent) => {
      key.current = newKey()
      return run({ id: ticket, ...message }, { key: key.current })
    },
    [run, ticket],
  )
  return { send, isSending: isPending, problem }
}
