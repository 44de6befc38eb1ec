// Sending: a note stands in the thread at once, a reply waits as long as its author wants to take it back.
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef } from 'react'
import type { In, Out } from '#kernel/contract/index.ts'
import { keyOf, newKey, useCommand, usePlatform } from '#kernel/web/index.tsx'
import { tickets } from '../../../contract.ts'
import { sendings } from '../../../contract/composing/sending.ts'
import { addMessage } from '../../ticket/messages.ts'
import { useComment } from './use-comment.ts'

export type Reply = Omit<In<typeof sendings.send>, 'id'>
export type Note = Pick<In<typeof tickets.comment>, 'text' | 'attachments' | 'status' | 'beside' | 'seen'>

/** `onSent` clears the field and hears of a reply how it waits; a refused message stays in it. `onStale`: others wrote meanwhile. */
export function useSend(
  ticket: string,
  onSent: (reply: Out<typeof sendings.send> | null) => void,
  onStale: () => void,
) {
  const cache = useQueryClient()
  const { offline } = usePlatform()
  const key = useRef('')
  const refresh = useCallback(
    () => void cache.invalidateQueries({ queryKey: keyOf(tickets.get, { id: ticket }) }),
    [cache, ticket],
  )
  const onProblem = useCallback(
    ({ code }: { code: string }) => {
      if (code === 'ticket.stale') onStale()
    },
    [onStale],
  )
  const note = useComment(ticket, () => onSent(null), onProblem)
  const reply = useCommand(sendings.send, {
    onDone: (sent) => {
      if (sent.written) addMessage(cache, sent.written)
      else void cache.invalidateQueries({ queryKey: keyOf(sendings.list, { id: ticket }) })
      refresh()
      onSent(sent)
    },
    // Without a connection the reply waits in this browser, and goes under the same key.
    onProblem: (refused, input) => {
      if (refused.status !== 0) return onProblem(refused)
      const queued = { about: `ticket:${ticket}`, key: key.current, tried: navigator.onLine }
      void offline.queue(sendings.send, input, queued).then((kept) => {
        if (!kept) return
        reply.reset()
        onSent(null)
      })
    },
  })
  const problem = note.problem ?? reply.problem
  return {
    sendNote: (message: Note) => note.send({ internal: true, ...message }),
    sendReply: (message: Reply) => {
      key.current = newKey()
      return reply.run({ id: ticket, ...message }, { key: key.current })
    },
    isSending: note.isSending || reply.isPending,
    problem: problem?.code === 'ticket.stale' ? null : problem,
  }
}
