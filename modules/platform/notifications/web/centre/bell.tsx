// The bell: how much is new, and the newest of it, wherever one is.
import { UnstyledButton } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import looks from '#ui/frame-entry.module.css'
import { type FrameTool, Link, useFormat, useT } from '#kernel/web/index.tsx'
import { Popover } from '#ui/opening/opening.tsx'
import { useNews, useUnread } from './unread.ts'
import classes from './centre.module.css'

const Lines = lazy(async () => ({ default: (await import('./lines.tsx')).Lines }))

export default function Bell(props: FrameTool) {
  return props.place === 'foot' ? <FootBell /> : <OpeningBell {...props} />
}

function FootBell() {
  const t = useT()
  const unread = useUnread()
  return (
    <Link to="/notifications" className={looks['foot']}>
      <span className="wn-hidden">{useBellLabel(unread)}</span>
      <span className={classes['sign']}>
        <IconBell size={22} stroke={1.5} aria-hidden />
        <Count of={unread} />
      </span>
      <span aria-hidden>{t('menu.notifications')}</span>
    </Link>
  )
}

function OpeningBell({ place, folded }: FrameTool) {
  const t = useT()
  const unread = useUnread()
  const [opened, setOpened] = useState(false)
  const label = useBellLabel(unread)
  useNews()
  const button = (
    <UnstyledButton
      className={place === 'portal' ? classes['portal']! : looks['side']!}
      data-folded={folded || undefined}
      data-hint={folded ? label : undefined}
      data-hint-side="end"
      onClick={() => setOpened(!opened)}
    >
      <span className="wn-hidden">{label}</span>
      <span className={classes['sign']}>
        <IconBell size={place === 'portal' ? 22 : 18} stroke={1.5} aria-hidden />
        {(folded || place === 'portal') && <Count of={unread} />}
      </span>
      {place === 'side' && !folded && (
        <>
          <span className={looks['name']} aria-hidden>
            {t('menu.notifications')}
          </span>
          <Count of={unread} />
        </>
      )}
    </UnstyledButton>
  )
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position={place === 'portal' ? 'bottom-end' : 'right-end'}
      width={400}
      trapFocus
      returnFocus
      shadow="md"
    >
      <Popover.Target>{button}</Popover.Target>
      <Popover.Dropdown p={0} aria-label={t('menu.notifications')}>
        {opened && (
          <Suspense fallback={null}>
            <Lines compact onLeave={() => setOpened(false)} />
          </Suspense>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

const useBellLabel = (unread: number): string => {
  const t = useT()
  return unread > 0 ? t('notifications.bell', { count: unread }) : t('menu.notifications')
}

function Count({ of }: { of: number }) {
  const format = useFormat()
  if (of === 0) return null
  return (
    <span className={classes['count']} aria-hidden>
      {of > 99 ? `${format.number(99)}+` : format.number(of)}
    </span>
  )
}
