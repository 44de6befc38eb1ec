// Under the text: files, whether the draft is kept, and sending — alone or together with a status.
import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconSend } from '@tabler/icons-react'
import type { Row } from '#kernel/contract/index.ts'
import { useT } from '#kernel/web/index.tsx'
import { mayMove, type Status, STATUSES, type Ticket } from '../../contract.ts'
import { AttachButton } from './attach-button.tsx'
import classes from './composer.module.css'

type Props = {
  ticket: Row<typeof Ticket>
  isNote: boolean
  isBlocked: boolean
  isSending: boolean
  kept: 'no' | 'yes' | 'impossible'
  onFiles: (files: File[]) => void
  onSend: (status?: Status) => void
}

export function SendButton({ ticket, isNote, isBlocked, isSending, kept, onFiles, onSend }: Props) {
  const t = useT()
  const next = STATUSES.filter((status) => mayMove(ticket.status, status, true))
  const word = isSending ? t('tickets.sending') : t(isNote ? 'tickets.save_note' : 'tickets.send')
  return (
    <div className={classes['foot']}>
      <AttachButton onFiles={onFiles} />
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
              <Menu.Item key={status} onClick={() => onSend(status)}>
                {t('tickets.send_and', { status: t(`ticket.status.${status}`) })}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
    </div>
  )
}
