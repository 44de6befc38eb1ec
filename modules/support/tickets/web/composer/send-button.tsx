// Under the text: files, whether the draft is kept, and sending — alone or together with a status.
import { ActionIcon, Button } from '@mantine/core'
import { IconChevronDown, IconSend, IconUsers } from '@tabler/icons-react'
import { useState } from 'react'
import type { Row } from '#kernel/contract/index.ts'
import { useT } from '#kernel/web/index.tsx'
import { Menu } from '#ui/opening/opening.tsx'
import { mayMove, STATUSES, type Ticket } from '../../contract.ts'
import { AttachButton } from './attach-button.tsx'
import type { Wanted } from './composer.tsx'
import { SendingSettings } from './sending-settings.tsx'
import { SnoozeItems } from '../snooze/snooze-items.tsx'
import { LaterItems } from './waiting/later-items.tsx'
import { MomentDialog } from './waiting/moment-dialog.tsx'
import classes from './composer.module.css'

type Props = {
  ticket: Row<typeof Ticket>
  isNote: boolean
  isBlocked: boolean
  isSending: boolean
  kept: 'no' | 'yes' | 'impossible'
  onFiles: (files: File[]) => void
  /** What opens ready words. */
  texts: React.ReactNode
  onSend: (wanted?: Wanted) => void
  /** Colleagues may read the draft. */
  isShared: boolean
  onShare: (isShared: boolean) => void
}

export function SendButton(props: Props) {
  const { ticket, isNote, isBlocked, isSending, kept, onFiles, onSend, isShared, onShare } = props
  const t = useT()
  const [asks, setAsks] = useState<'later' | 'snooze' | null>(null)
  const snoozed = (until: string | null) => onSend({ beside: { snooze: { until } } })
  const later = (send_at: string) => onSend({ send_at })
  const next = STATUSES.filter((status) => mayMove(ticket.status, status, true))
  const word = isSending ? t('tickets.sending') : t(isNote ? 'tickets.save_note' : 'tickets.send')
  return (
    <div className={classes['foot']}>
      <AttachButton onFiles={onFiles} />
      {props.texts}
      <ActionIcon
        data-hint={t('tickets.share_draft')}
        size="lg"
        variant={isShared ? 'light' : 'subtle'}
        aria-label={t('tickets.share_draft')}
        aria-pressed={isShared}
        onClick={() => onShare(!isShared)}
      >
        <IconUsers size={18} stroke={1.5} />
      </ActionIcon>
      <SendingSettings />
      <span className={classes['kept']} role="status">
        {kept === 'yes' && t('tickets.draft_kept')}
        {kept === 'impossible' && t('tickets.draft_lost')}
      </span>
      <span className={classes['hint']}>{t('tickets.send_key')}</span>
      <div className={classes['split']}>
        <Button
          type="submit"
          disabled={isBlocked || isSending}
          color={isNote ? 'yellow' : undefined}
          leftSection={<IconSend size={16} stroke={1.5} className="wn-mirrors" />}
        >
          {word}
        </Button>
        <Menu position="top-end" withinPortal>
          <Menu.Target>
            <Button
              className={classes['and']}
              disabled={isBlocked || isSending}
              color={isNote ? 'yellow' : undefined}
              aria-label={t('tickets.send_options')}
            >
              <IconChevronDown size={16} stroke={2} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {next.map((status) => (
              <Menu.Item key={status} onClick={() => onSend({ status })}>
                {t('tickets.send_and', { status: t(`ticket.status.${status}`) })}
              </Menu.Item>
            ))}
            {!isNote && (
              <>
                <Menu.Divider />
                <LaterItems onChoose={later} onCustom={() => setAsks('later')} />
              </>
            )}
            <Menu.Divider />
            <Menu.Label>{t('tickets.send_and_snooze')}</Menu.Label>
            <SnoozeItems onChoose={snoozed} onCustom={() => setAsks('snooze')} />
          </Menu.Dropdown>
        </Menu>
        {asks && (
          <MomentDialog
            isOpen
            title={t(asks === 'later' ? 'tickets.later.title' : 'tickets.snooze.title')}
            verb={t(asks === 'later' ? 'tickets.later.choose' : 'tickets.send_and_snooze')}
            onClose={() => setAsks(null)}
            onChoose={asks === 'later' ? later : snoozed}
          />
        )}
      </div>
    </div>
  )
}
