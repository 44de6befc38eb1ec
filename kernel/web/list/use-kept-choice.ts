// How a person left the screen: widths, columns, what is hidden. Kept on this device under their id.
import { useCallback, useState } from 'react'
import { useMe } from '../me.tsx'

export function useKeptChoice<T>(name: string, otherwise: T): [T, (value: T | undefined) => void] {
  const key = `workernet.kept.${useMe().user.id}.${name}`
  const [kept, setKept] = useState<T | undefined>(() => read<T>(key))
  const keep = useCallback(
    (value: T | undefined) => {
      setKept(value)
      try {
        if (value === undefined) localStorage.removeItem(key)
        else localStorage.setItem(key, JSON.stringify(value))
      } catch {
        // A browser that keeps nothing keeps it for this visit.
      }
    },
    [key],
  )
  return [kept ?? otherwise, keep]
}

function read<T>(key: string): T | undefined {
  try {
    return (JSON.parse(localStorage.getItem(key) ?? 'null') as T | null) ?? undefined
  } catch {
    return undefined
  }
}
