// A switch that stays as it was left on this device.
import { useCallback, useState } from 'react'

export function useKeptFlag(name: string): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(() => read(name))
  const set = useCallback(
    (next: boolean) => {
      setOn(next)
      try {
        if (next) localStorage.setItem(name, '1')
        else localStorage.removeItem(name)
      } catch {
        // A browser that keeps nothing keeps it for this visit.
      }
    },
    [name],
  )
  return [on, set]
}

function read(name: string): boolean {
  try {
    return localStorage.getItem(name) === '1'
  } catch {
    return false
  }
}
