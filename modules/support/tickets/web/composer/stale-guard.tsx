// Something new arrived since the draft was begun: it is shown before the answer goes out.
import { Button, Group } from '@mantine/core'
import { Reference, Time, useT } from '#kernel/web/index.tsx'
import type { Message } from '../thread/story.ts'
import classes from './composer.module.css'

type Props = { arrived: readonly Message[]; onSend: () => void; onBack: () => void }

export function StaleGuard({ arrived, onSend, onBack }: Props) {
  const t = useT()
  return (
    <div role="alertdialog" aria-label={t('tickets.stale')} className={classes['stale']}>
      <strong>{t('tickets.stale')}</strong>
      {arrived.map((message) => (
        <div key={message.id} className={classes['arrived']}>
          <Reference entity="user" id={message.author} /> <Time at={message.created_at} />
          <p dir="auto">{message.text}</p>
        </div>
      ))}
      <Group gap="xs">
        <Button size="sm" data-autofocus autoFocus onClick={onBack}>
          {t('tickets.stale_edit')}
        </Button>
        <Button size="sm" variant="default" onClick={onSend}>
          {t('tickets.stale_send')}
        </Button>
      </Group>
    </div>
  )
}
