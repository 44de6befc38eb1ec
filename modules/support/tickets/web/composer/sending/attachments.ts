// The files of a message being written: on their way, there, or refused.
import { useCallback, useRef, useState } from 'react'
import { Problem } from '#kernel/contract/index.ts'
import { useCall, useUpload } from '#kernel/web/index.tsx'
import { MAX_FILE_BYTES } from '#modules/platform/files/contract.ts'
import type { Attached } from '../draft.ts'
import { sendFile } from './send-file.ts'

export type Sending = {
  key: string
  file: File
  share: number
  problem: Problem | null
  isWaiting: boolean
  stop: AbortController
}

const TOO_LARGE = 'file.too_large'

type Put = (there: readonly Attached[]) => readonly Attached[]

/**
 * `onStored` is told of each file that arrived how it joins those that are there: in the order in which they were chosen, whichever
 * was faster. What is on its way or refused is in `sending`.
 */
export function useUploads(onStored: (put: Put) => void) {
  const upload = useUpload()
  const call = useCall()
  const [sending, setSending] = useState<readonly Sending[]>([])
  const count = useRef(0)
  const order = useRef(new Map<string, number>())

  const change = useCallback((key: string, to: Partial<Sending> | null) => {
    setSending((all) => all.flatMap((one) => (one.key !== key ? one : to ? { ...one, ...to } : [])))
  }, [])

  const start = useCallback(
    async ({ key, file, stop }: Sending) => {
      try {
        if (file.size > MAX_FILE_BYTES)
          throw new Problem(TOO_LARGE, 413, { megabytes: Math.floor(MAX_FILE_BYTES / 1_048_576) })
        const stored = await sendFile({ call, upload }, file, {
          onProgress: (share) => change(key, { share }),
          onWaiting: (isWaiting) => change(key, { isWaiting }),
          signal: stop.signal,
        })
        change(key, null)
        order.current.set(stored.id, Number(key))
        const arrived = { id: stored.id, name: stored.name, size: stored.size, type: stored.type }
        onStored((there) => inOrder(there, arrived, order.current))
      } catch (error) {
        if (stop.signal.aborted) return
        if (!(error instanceof Problem)) throw error
        change(key, { problem: error, isWaiting: false })
      }
    },
    [call, change, onStored, upload],
  )

  const add = useCallback(
    (files: Iterable<File>) => {
      const fresh = [...files].map((file) => ({
        key: `${(count.current += 1)}`,
        file,
        share: 0,
        problem: null,
        isWaiting: false,
        stop: new AbortController(),
      }))
      setSending((all) => [...all, ...fresh])
      for (const one of fresh) void start(one)
    },
    [start],
  )

  const again = useCallback(
    (one: Sending) => {
      const stop = new AbortController()
      change(one.key, { problem: null, share: 0, stop })
      void start({ ...one, stop })
    },
    [change, start],
  )

  const drop = useCallback(
    (one: Sending) => {
      one.stop.abort()
      change(one.key, null)
    },
    [change],
  )

  return { sending, add, again, drop }
}

/** The file before the first of those that were chosen after it. */
export function inOrder<A extends { id: string }>(
  there: readonly A[],
  arrived: A,
  order: ReadonlyMap<string, number>,
): A[] {
  const own = order.get(arrived.id) ?? Infinity
  const at = there.findIndex(({ id }) => (order.get(id) ?? -1) > own)
  return at < 0 ? [...there, arrived] : [...there.slice(0, at), arrived, ...there.slice(at)]
}

/** Files of a drop. */
export const filesIn = (data: DataTransfer | null): File[] => [...(data?.files ?? [])]

/** Files of a paste; a picture from the clipboard has no name of its own, and two of them must not have the same. */
export const pastedIn = (data: DataTransfer | null, name: () => string): File[] =>
  filesIn(data).map((file) => {
    const ending = /^image\.(\w+)$/i.exec(file.name)?.[1]
    return ending ? new File([file], `${name()}.${ending}`, { type: file.type }) : file
  })
