// Bytes behind an action: they need the access token, so a plain link cannot fetch them.
import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo } from 'react'
import type { Action } from '../../contract/index.ts'
import { usePlatform } from './platform.tsx'

/** Answers how to save what an action answers as a file. */
export function useDownload() {
  const { call } = usePlatform()
  return useCallback(
    async <I, P, O>(action: Action<I, P, O>, input: I, name: string): Promise<void> => {
      const url = URL.createObjectURL((await call(action, input)) as Blob)
      const link = Object.assign(document.createElement('a'), { href: url, download: name })
      link.click()
      setTimeout(() => URL.revokeObjectURL(url), 60_000)
    },
    [call],
  )
}

/** An address for `<img>` and its like; null until the bytes are here. */
export function useFileUrl<I, P, O>(action: Action<I, P, O>, input: I, enabled = true): string | null {
  const { call } = usePlatform()
  const { data } = useQuery({
    queryKey: [action.name, input, 'bytes'],
    queryFn: () => call(action, input) as Promise<Blob>,
    enabled,
    staleTime: Infinity,
  })
  const url = useMemo(() => (data ? URL.createObjectURL(data) : null), [data])
  useEffect(() => () => void (url && URL.revokeObjectURL(url)), [url])
  return url
}
