// Says that the connection is gone; what is shown may be old, what is typed is kept.
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useSyncExternalStore } from 'react'
import { usePlatform } from '../call/platform.tsx'
import { useFormat, useT } from '../language/hooks.tsx'
import { useLiveStatus } from '../live/hooks.ts'
import classes from './frame.module.css'

export function OfflineBanner() {
  const t = useT()
  const online = useSyncExternalStore(subscribe, () => navigator.onLine)
  const status = useLiveStatus()
  const format = useFormat()
  const since = usePlatform().offline.since()
  if (online && status !== 'offline') return null
  return (
    <div className={classes['offline']} role="status">
      <IconPlugConnectedX size={16} stroke={1.5} aria-hidden="true" />
      <span>
        {t(online ? 'connection.lost' : 'connection.offline')}{' '}
        {since !== null && t('connection.since', { at: format.dateTime(new Date(since).toISOString()) })}
      </span>
    </div>
  )
}

function subscribe(tell: () => void): () => void {
  window.addEventListener('online', tell)
  window.addEventListener('offline', tell)
  return () => {
    window.removeEventListener('online', tell)
    window.removeEventListener('offline', tell)
  }
}
