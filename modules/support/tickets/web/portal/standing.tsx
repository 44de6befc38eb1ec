// How a request stands: in words, who asks and who answers, and what the customer may do about it.
import { Button } from '@mantine/core'
import { IconCheck, IconRotateClockwise } from '@tabler/icons-react'
import type { Row } from '#kernel/contract/index.ts'
import { ProblemAlert, Reference, toast, useCommand, useMe, useT } from '#kernel/web/index.tsx'
import { type Ticket, tickets } from '../../contract.ts'
import { HUES, StatusWord } from '../marks/status.tsx'
import classes from './portal.module.css'

export function Standing({ ticket }: { ticket: Row<typeof Ticket> }) {
  const t = useT()
  const me = useMe()
  // Whoever has our answer is not told that it comes soon.
  const isAnswered = ticket.status === 'new' && ticket.last_reply_by === 'staff'
  const isMine = ticket.requester === me.user.id
  const reopen = useCommand(tickets.reopen, { onDone: () => void toast(t('tickets.portal.reopened')) })
  const close = useCommand(tickets.close, {
    onDone: () =>
      void toast(t('tickets.portal.solved'), {
        action: { label: t('tickets.portal.reopen'), run: () => void reopen.run({ id: ticket.id }) },
      }),
  })
  const mayAnswer = isMine || (me.membership?.opens.includes(tickets.comment.can) ?? false)
  return (
    <>
      <div className={classes['standing']} data-hue={HUES[ticket.status]} role="status">
        <StatusWord status={ticket.status} chip portal />
        <span>{t(`tickets.portal.about.${isAnswered ? 'answered' : ticket.status}`)}</span>
      </div>
      <div className={classes['people']}>
        {!isMine && (
          <span>
            {t('ticket.requester')}: <Reference entity="user" id={ticket.requester} size={20} />
          </span>
        )}
        {ticket.assignee && (
          <span>
            {t('tickets.portal.answers')}: <Reference entity="user" id={ticket.assignee} size={20} />
          </span>
        )}
        {ticket.status === 'resolved' && mayAnswer && (
          <Button
            variant="default"
            size="md"
            loading={reopen.isPending}
            leftSection={<IconRotateClockwise size={18} stroke={1.5} />}
            onClick={() => void reopen.run({ id: ticket.id })}
          >
            {t('tickets.portal.reopen')}
          </Button>
        )}
        {isMine && ticket.status !== 'resolved' && ticket.status !== 'closed' && (
          <Button
            variant="default"
            size="md"
            loading={close.isPending}
            leftSection={<IconCheck size={18} stroke={1.5} />}
            onClick={() => void close.run({ id: ticket.id })}
          >
            {t('tickets.portal.close')}
          </Button>
        )}
      </div>
      <ProblemAlert problem={reopen.problem ?? close.problem} />
    </>
  )
}
