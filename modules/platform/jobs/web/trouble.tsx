// One thing that went wrong, and what can be done about it.
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Confirm, Time, type Command, useT } from '#kernel/web/index.tsx'
import classes from './jobs.module.css'

type Props = {
  title: ReactNode
  reason: string
  at: string
  notes: readonly (string | null)[]
  onRetry: (() => void) | null
  onDiscard: (() => void) | null
}

export function Trouble({ title, reason, at, notes, onRetry, onDiscard }: Props) {
  const t = useT()
  return (
    <li className={classes['trouble']}>
      <div className={classes['what']}>
        <div className={classes['line']}>
          {title}
          <Time at={at} className={classes['quiet'] ?? ''} />
        </div>
        <bdi className={classes['reason']} dir="auto">
          {reason || t('jobs.no_reason')}
        </bdi>
        <div className={classes['notes']}>
          {notes
            .filter((note) => note !== null)
            .map((note) => (
              <bdi key={note}>{note}</bdi>
            ))}
        </div>
      </div>
      <div className={classes['buttons']}>
        {onRetry && (
          <Button size="compact-sm" variant="default" onClick={onRetry}>
            {t('jobs.retry')}
          </Button>
        )}
        {onDiscard && (
          <Button size="compact-sm" variant="subtle" color="gray" onClick={onDiscard}>
            {t('jobs.discard')}
          </Button>
        )}
      </div>
    </li>
  )
}

type Asked = {
  command: Pick<Command<never, unknown>, 'isPending' | 'problem'>
  onConfirm: () => void
  onClose: () => void
}

export function Discard({ command: { isPending, problem }, onConfirm, onClose }: Asked) {
  const t = useT()
  return (
    <Confirm
      title={t('jobs.discard_title')}
      verb={t('jobs.discard')}
      isPending={isPending}
      problem={problem}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      {t('jobs.discard_text')}
    </Confirm>
  )
}
