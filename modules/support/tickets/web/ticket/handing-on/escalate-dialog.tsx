// Why it must go up; where to is found by itself unless somebody knows better.
import { Button, Modal, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Row } from '#kernel/contract/index.ts'
import { ProblemAlert, ReferencePicker, toast, useCommand, useT } from '#kernel/web/index.tsx'
import type { Ticket } from '../../../contract.ts'
import classes from '../ticket.module.css'
import { handingOn } from '../../../contract/handing-on.ts'

type Props = { ticket: Row<typeof Ticket>; onClose: () => void }

export function EscalateDialog({ ticket, onClose }: Props) {
  const t = useT()
  const [reason, setReason] = useState('')
  const [team, setTeam] = useState<string | null>(null)
  const { run, isPending, problem } = useCommand(handingOn.escalate, {
    onDone: ({ escalation_level: level }) => {
      toast(t('tickets.escalated', { level }))
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (reason.trim() !== '') void run({ id: ticket.id, reason, ...(team ? { team } : {}) })
  }
  return (
    <Modal opened onClose={onClose} title={t('tickets.escalate')} closeButtonProps={{ 'aria-label': t('do.close') }}>
      <form onSubmit={submit} className={classes['dialog']}>
        <Textarea
          label={t('tickets.escalate_reason')}
          description={t('tickets.escalate_reason_help')}
          required
          data-autofocus
          autosize
          minRows={3}
          maxRows={10}
          maxLength={2_000}
          dir="auto"
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <ReferencePicker
          entity="team"
          label={t('ticket.team')}
          description={t('tickets.escalate_team_help')}
          value={team}
          clearable
          only={({ id, level }) => id !== ticket.team && Number(level) > ticket.escalation_level}
          onChange={setTeam}
        />
        <ProblemAlert problem={problem} />
        <div className="wn-actions wn-actions-below">
          <Button type="submit" loading={isPending} disabled={reason.trim() === ''}>
            {t('tickets.escalate_do')}
          </Button>
          <Button variant="subtle" color="gray" onClick={onClose}>
            {t('do.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
