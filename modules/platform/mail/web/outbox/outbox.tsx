// What left, or was kept because there is no server to send it with.
import { IconSend } from '@tabler/icons-react'
import { OUTBOUND_STATES, OutboundMail, outbox } from '../../contract.ts'
import { MailList } from '../list-page.tsx'
import { OutboundState } from '../marks.tsx'

export default function Outbox() {
  return (
    <MailList
      of={OutboundMail}
      list={outbox.list}
      states={OUTBOUND_STATES}
      icon={IconSend}
      path="/settings/outbox"
      columns={[
        { field: 'subject', width: '40%' },
        'recipient',
        { field: 'state', width: '180px', cell: ({ state }) => state && <OutboundState state={state} /> },
        { field: 'created_at', width: '140px' },
      ]}
    />
  )
}
