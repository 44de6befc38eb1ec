// What came in, and why it is where it is.
import { IconMailbox } from '@tabler/icons-react'
import { INBOUND_STATES, InboundMail, inboundMails } from '../../contract.ts'
import { MailList } from '../list-page.tsx'
import { InboundState } from '../marks.tsx'
import { Bulk } from './bulk.tsx'
import { Reason } from './reason.tsx'

export default function Incoming() {
  return (
    <MailList
      of={InboundMail}
      list={inboundMails.list}
      states={INBOUND_STATES}
      icon={IconMailbox}
      path="/settings/incoming-mail"
      bulk={(chosen, selecting) => (
        <Bulk
          ids={chosen.filter(({ state }) => state === 'suspended' || state === 'failed').map(({ id }) => id ?? '')}
          selecting={selecting}
        />
      )}
      nothing={(state) =>
        state === 'suspended' ? ['inbound_mail.nothing_waits', 'inbound_mail.nothing_waits_text'] : null
      }
      columns={[
        { field: 'subject', width: '28%', cell: ({ subject, id }) => <bdi>{subject || (id ?? '').slice(0, 8)}</bdi> },
        { field: 'from_address', cell: (row) => <bdi>{row.from_address || row.envelope_from}</bdi> },
        { field: 'state', width: '160px', cell: ({ state }) => state && <InboundState state={state} /> },
        { field: 'reason', width: '26%', cell: ({ reason }) => <Reason of={reason ?? null} /> },
        { field: 'created_at', width: '140px' },
      ]}
    />
  )
}
