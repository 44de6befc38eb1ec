// To which team or department, and why.
import { Button, Modal, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Row } from '#kernel/contract/index.ts'
import { ProblemAlert, ReferencePicker, toast, useCommand, useT } from '#kernel/web/index.tsx'
import type { Ticket } from '../../../contract.ts'
import classes from '../ticket.module.css'
import { handingOn } from '../../../contract/handing-on.ts'

type Props = { ticket: Row<typeof Ticket>; onClose: () => void }

export function TransferDialog({ ticket, onClose }: Props) {
  const t = useT()
  const [to, setTo] = useState<{ team: string | null; department: string | null }>({ team: null, department: null })
  const [note, setNote] = useState('')
  const { run, isPending, problem } = useCommand(handingOn.transfer, {
    onDone: () => {
      toast(t('tickets.transferred'))
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (to.team) void run({ id: ticket.id, team: to.team, note })
    else if (to.department) void run({ id: ticket.id, department: to.department, note })
  }
  return (
    <Modal opened onClose={onClose} title={t('tickets.transfer')} closeButtonProps={{ 'aria-label': t('do.close') }}>
      <form onSubmit={submit} className={classes['dialog']}>
        <ReferencePicker
          entity="team"
          label={t('ticket.team')}
          value={to.team}
          clearable
          only={({ id }) => id !== ticket.team}
          onChange={(team) => setTo({ team, department: null })}
        />
        <ReferencePicker
          entity="department"
          label={t('tickets.or_department')}
          description={t('tickets.or_department_help')}
          value={to.department}
          clearable
          onChange={(department) => setTo({ team: null, department })}
        />
        <Textarea
          label={t('tickets.hand_on_note')}
          description={t('tickets.hand_on_note_help')}
          autosize
          minRows={3}
          maxRows={10}
          maxLength={2_000}
          dir="auto"
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <ProblemAlert problem={problem} />
        <div className="wn-actions wn-actions-below">
          <Button type="submit" loading={isPending} disabled={!to.team && !to.department}>
            {t('tickets.transfer_do')}
          </Button>
          <Button variant="subtle" color="gray" onClick={onClose}>
            {t('do.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
