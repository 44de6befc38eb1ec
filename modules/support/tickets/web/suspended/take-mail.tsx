// Beside a mail that waits: a ticket of its own, or one that is there.
import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import type { Row } from '#kernel/contract/index.ts'
import { ProblemAlert, ReferencePicker, useCommand, useMe, useT } from '#kernel/web/index.tsx'
import { type InboundMail, inboundMails } from '#modules/platform/mail/contract.ts'
import { takingMail } from '../../contract/taking-mail.ts'

export default function TakeMail({ mail: { id } }: { mail: Row<typeof InboundMail> }) {
  const t = useT()
  const { may } = useMe()
  const [asks, setAsks] = useState(false)
  const [ticket, setTicket] = useState<string | null>(null)
  const anew = useCommand(inboundMails.restore)
  const into = useCommand(takingMail.takeMail, { onDone: () => setAsks(false) })
  if (!may(takingMail.takeMail.can)) return null
  return (
    <>
      <ProblemAlert problem={anew.problem} compact />
      <Button variant="default" onClick={() => setAsks(true)}>
        {t('tickets.mail.into')}
      </Button>
      <Button variant="default" loading={anew.isPending} onClick={() => void anew.run({ id, as_new: true })}>
        {t('tickets.mail.new')}
      </Button>
      {asks && (
        <Modal
          opened
          onClose={() => setAsks(false)}
          title={t('tickets.mail.title')}
          closeButtonProps={{ 'aria-label': t('do.close') }}
        >
          <p>{t('tickets.mail.text')}</p>
          <ReferencePicker entity="ticket" label={t('ticket.one')} value={ticket} onChange={setTicket} required />
          <ProblemAlert problem={into.problem} />
          <div className="wn-actions wn-actions-below">
            <Button
              disabled={ticket === null}
              loading={into.isPending}
              onClick={() => void into.run({ id: ticket!, mail: id })}
            >
              {t('tickets.mail.do')}
            </Button>
            <Button variant="subtle" color="gray" onClick={() => setAsks(false)}>
              {t('do.cancel')}
            </Button>
          </div>
        </Modal>
      )}
    </>
  )
}
