// What was typed survives closing and reloading until it is sent.
import { useEffect, useState } from 'react'

const keyOf = (name: string) => `workernet.draft.${name}`

function read(name: string | undefined): Record<string, unknown> | null {
  if (!name) return null
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(name)) ?? 'null') as Record<string, unknown> | null
  } catch {
    return null
  }
}

/** State of a form, kept under a name for this tab; `forget` when it was sent. */
export function useKept(name: string | undefined, first: () => Record<string, unknown>) {
  const [values, setValues] = useState<Record<string, unknown>>(() => ({ ...first(), ...read(name) }))
  const [touched, setTouched] = useState(() => read(name) !== null)
  useEffect(() => {
    if (!name || !touched) return
    try {
      sessionStorage.setItem(keyOf(name), JSON.stringify(values))
    } catch {
      // Full or forbidden: the form works, it is only not kept.
    }
  }, [name, touched, values])
  return {
    values,
    touched,
    set: (field: string, value: unknown) => {
      setTouched(true)
      setValues((before) => ({ ...before, [field]: value }))
    },
    forget: () => {
      setTouched(false)
      if (name) sessionStorage.removeItem(keyOf(name))
    },
  }
}
