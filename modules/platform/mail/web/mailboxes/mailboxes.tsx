// Mailboxes of other providers that are read here.
import { IconMailDown } from '@tabler/icons-react'
import { EntityPage } from '#kernel/web/index.tsx'
import { Mailbox, mailboxes } from '../../contract.ts'
import { MailboxState } from '../marks.tsx'
import { Password } from './password.tsx'
import { PeopleMailboxes } from '../own-mailbox/people.tsx'
import { Standing } from './standing.tsx'

const FIELDS = [
  'address',
  'display_name',
  'host',
  'port',
  'security',
  'username',
  'password',
  'folder',
  'after_reading',
  'move_to',
  'purpose',
  'topic',
  'team',
  'category',
  'is_active',
]

export default function Mailboxes() {
  return (
    <>
      <EntityPage
        of={Mailbox}
        actions={mailboxes}
        icon={IconMailDown}
        sort="address"
        fields={FIELDS}
        controls={{ password: (field) => <Password {...field} /> }}
        columns={[
          { field: 'address', width: '32%', cell: ({ address }) => <bdi>{address}</bdi> },
          { field: 'host', hideOnPhone: true, cell: ({ host }) => <bdi>{host}</bdi> },
          {
            field: 'state',
            width: '170px',
            cell: ({ state, is_active }) => <MailboxState state={is_active === false ? 'off' : (state ?? 'new')} />,
          },
          { field: 'last_fetched_at', width: '150px' },
          { field: 'fetched', width: '110px', hideOnPhone: true },
        ]}
        below={(row) => row.id && <Standing id={row.id} />}
      />
      <PeopleMailboxes />
    </>
  )
}
