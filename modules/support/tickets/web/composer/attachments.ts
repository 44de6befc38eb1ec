// The files of a message being written: on their way, there, or refused.
import { useCallback, useRef, useState } from 'react'
import { Problem } from '#kernel/contract/index.ts'
import { useUpload } from '#kernel/web/index.tsx'
import { files as fileActions, MAX_FILE_BYTES } from '#modules/platform/files/contract.ts'
import type { Attached } from './draft.ts'

export type Sending = { key: string; file: File; share: number; problem: string | null; stop: AbortController }

export const TOO_LARGE = 'file.too_large'

/** `onStored` is told each file that arrived; what is on its way or refused is in `sending`. */
export function useUploads(onStored: (stored: Attached) => void) {
  const upload = useUpload()
  const [sending, setSending] = useState<readonly Sending[]>([])
  const count = useRef(0)

  const change = useCallback((key: string, to: Partial<Sending> | null) => {
    setSending((all) => all.flatMap((one) => (one.key !== key ? one : to ? { ...one, ...to } : [])))
  }, [])

  const start = useCallback(
    async ({ key, file, stop }: Sending) => {
      try {
        if (file.size > MAX_FILE_BYTES) throw new Problem(TOO_LARGE, 413)
        const input = { name: file.name || 'file', body: file, type: file.type }
        const onProgress = (share: number) => change(key, { share })
        const stored = await upload(fileActions.upload, input, { onProgress, signal: stop.signal })
        change(key, null)
        onStored({ id: stored.id, name: stored.name, size: stored.size, type: stored.type })
      } catch (error) {
        if (stop.signal.aborted) return
        if (!(error instanceof Problem)) throw error
        change(key, { problem: error.code })
      }
    },
    [change, onStored, upload],
  )

  const add = useCallback(
    (files: Iterable<File>) => {
      const fresh = [...files].map((file) => ({
        key: `${(count.current += 1)}`,
        file,
        share: 0,
        problem: null,
        stop: new AbortController(),
      }))
      setSending((all) => [...all, ...fresh])
      for (const one of fresh) void start(one)
    },
    [start],
  )

  const again = useCallback(
    (one: Sending) => {
      change(one.key, { problem: null, share: 0 })
      void start({ ...one, stop: new AbortController() })
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

/** Files of a paste or a drop; a picture from the clipboard has no name of its own. */
export const filesIn = (data: DataTransfer | null): File[] => [...(data?.files ?? [])]
