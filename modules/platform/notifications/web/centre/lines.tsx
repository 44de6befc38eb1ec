// The lines: newest first, unread or all of them, each leads to its record.
import { ActionIcon, Button, SegmentedControl } from '@mantine/core'
import {
  IconBell,
  IconBellOff,
  IconChecks,
  IconDots,
  IconMail,
  IconMailOpened,
  IconSettings,
  IconX,
} from '@tabler/icons-react'
import { useState } from 'react'
import type { Row } from '#kernel/contract/index.ts'
import {
  Link,
  ProblemAlert,
  RowsSkeleton,
  Time,
  toast,
  useCommand,
  useFormat,
  useInfiniteAction,
  useT,
} from '#kernel/web/index.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Menu } from '#ui/opening/opening.tsx'
import { type Notification, noticePreferences, notifications } from '../../contract.ts'
import { useAskAnew, useUnread } from './unread.ts'
import classes from './centre.module.css'

type Line = Row<typeof Notification>
type Props = { compact?: boolean; onLeave?: () => void }

export function Lines({ compact = false, onLeave }: Props) {
  const t = useT()
  const askAnew = useAskAnew()
  const unread = useUnread()
  const [shown, setShown] = useState<'unread' | 'all'>('all')
  const lines = useInfiniteAction(notifications.list, {
    sort: '-happened_at',
    limit: compact ? 15 : 30,
    ...(shown === 'unread' ? { unread: true } : {}),
  })
  const readAll = useCommand(notifications.read, { onDone: askAnew })
  return (
    <section className={classes['lines']} data-compact={compact || undefined} aria-label={t('menu.notifications')}>
      <header className={classes['head']}>
        {compact && <h2>{t('menu.notifications')}</h2>}
        <SegmentedControl
          size="xs"
          aria-label={t('notifications.shown')}
          value={shown}
          onChange={(value) => setShown(value as 'unread' | 'all')}
          data={[
            { value: 'all', label: t('notifications.all') },
            { value: 'unread', label: t('notifications.unread') },
          ]}
        />
        <span className={classes['tools']}>
          <ActionIcon
            aria-label={t('notifications.read_all')}
            title={t('notifications.read_all')}
            disabled={unread === 0}
            onClick={() => void readAll.run({})}
          >
            <IconChecks size={18} stroke={1.5} />
          </ActionIcon>
          <ActionIcon
            component={Link}
            to="/notifications/preferences"
            aria-label={t('menu.notification_preferences')}
            title={t('menu.notification_preferences')}
            onClick={onLeave}
          >
            <IconSettings size={18} stroke={1.5} />
          </ActionIcon>
        </span>
      </header>
      <ProblemAlert problem={lines.problem} onRetry={lines.refetch} />
      {lines.isPending && !lines.problem ? (
        <RowsSkeleton height={56} />
      ) : lines.items.length === 0 && !lines.problem ? (
        <EmptyState
          icon={<IconBell size={24} stroke={1.5} />}
          title={t(shown === 'unread' ? 'notifications.nothing_new' : 'notifications.empty')}
        >
          {t(shown === 'unread' ? 'notifications.nothing_new_text' : 'notifications.empty_text')}
        </EmptyState>
      ) : (
        <ul>
          {lines.items.map((line) => (
            <One key={line.id} line={line as Line} onLeave={onLeave} />
          ))}
        </ul>
      )}
      {compact ? (
        <footer className={classes['end']}>
          <Link to="/notifications" onClick={onLeave}>
            {t('notifications.show_all')}
          </Link>
        </footer>
      ) : (
        lines.hasMore && (
          <Button variant="default" loading={lines.isFetchingMore} onClick={lines.fetchMore}>
            {t('do.show_more')}
          </Button>
        )
      )}
    </section>
  )
}

function One({ line, onLeave }: { line: Line; onLeave: (() => void) | undefined }) {
  const t = useT()
  const format = useFormat()
  const askAnew = useAskAnew()
  const mark = useCommand(notifications.update, {
    optimistic: ({ id, unread }) => ({ id, unread }),
    onDone: askAnew,
  })
  const { id, title, body, link, unread, count, happened_at } = line
  return (
    <li className={classes['line']} data-unread={unread || undefined}>
      <Link
        to={link}
        className={classes['open']}
        onClick={() => {
          if (unread) void mark.run({ id, unread: false })
          onLeave?.()
        }}
      >
        <span className={classes['dot']} aria-hidden />
        <span className={classes['what']}>
          <strong dir="auto">{title}</strong>
          {body && <span dir="auto">{body}</span>}
          <small>
            {unread && <span className="wn-hidden">{t('notifications.is_unread')} </span>}
            <Time at={happened_at} />
            {count > 1 && (
              <span className={classes['several']}>
                {t('notifications.several', { count, number: format.number(count) })}
              </span>
            )}
          </small>
        </span>
      </Link>
      <LineMenu line={line} onMark={() => void mark.run({ id, unread: !unread })} />
    </li>
  )
}

function LineMenu({ line: { id, title, unread, record }, onMark }: { line: Line; onMark: () => void }) {
  const t = useT()
  const askAnew = useAskAnew()
  const remove = useCommand(notifications.remove, { onDone: askAnew })
  const unmute = useCommand(noticePreferences.unmute)
  const mute = useCommand(noticePreferences.mute, {
    onDone: (_none, input) =>
      toast(t('notifications.muted'), {
        action: { label: t('notifications.unmute'), run: () => void unmute.run(input) },
      }),
  })
  return (
    <Menu position="bottom-end" width={220} withinPortal={false}>
      <Menu.Target>
        <ActionIcon className={classes['more']!} aria-label={t('notifications.actions', { title })}>
          <IconDots size={16} stroke={1.5} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={unread ? <IconMailOpened size={16} stroke={1.5} /> : <IconMail size={16} stroke={1.5} />}
          onClick={onMark}
        >
          {t(unread ? 'notifications.mark_read' : 'notifications.mark_unread')}
        </Menu.Item>
        {record && (
          <Menu.Item leftSection={<IconBellOff size={16} stroke={1.5} />} onClick={() => void mute.run({ record })}>
            {t('notifications.mute')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconX size={16} stroke={1.5} />} onClick={() => void remove.run({ id })}>
          {t('notifications.dismiss')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
