// Draws the short news, and reads it out.
import { CloseButton } from '@mantine/core'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useT } from '../language/hooks.tsx'
import { currentToasts, hideToast, type Toast, watchToasts } from '../shell/toast.ts'
import classes from './toasts.module.css'

export function Toasts() {
  const toasts = useSyncExternalStore(watchToasts, currentToasts)
  return (
    <div className={classes['toasts']} role="status" aria-live="polite">
      {toasts.map((one) => (
        <Card key={one.id} toast={one} />
      ))}
    </div>
  )
}

function Card({ toast: { id, text, tone, ms, action } }: { toast: Toast }) {
  const t = useT()
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => hideToast(id), ms)
    return () => clearTimeout(timer)
  }, [held, id, ms])
  const Sign = tone === 'problem' ? IconAlertTriangle : IconCheck
  return (
    <div
      className={classes['toast']}
      data-tone={tone}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Sign size={18} stroke={1.5} aria-hidden="true" />
      <span>{text}</span>
      {action && (
        <button
          type="button"
          onClick={() => {
            hideToast(id)
            action.run()
          }}
        >
          {action.label}
        </button>
      )}
      <CloseButton size="sm" aria-label={t('do.close')} onClick={() => hideToast(id)} />
    </div>
  )
}
