// People of the organisation: staff and customers.
import { IconUsers } from '@tabler/icons-react'
import { EntityPage, Face, SlotOutlet, useMe } from '#kernel/web/index.tsx'
import { User, userPanel, users } from '../contract.ts'
import { InviteButton } from './invite.tsx'
import { InvitationState, PersonAccess } from './person-access.tsx'

export default function Users() {
  const { may } = useMe()
  return (
    <EntityPage
      of={User}
      actions={users}
      icon={IconUsers}
      sort="name"
      filters={['role', 'teams', 'is_active']}
      removable={false}
      headerActions={may(users.invite.can) && <InviteButton />}
      below={(person, close) => (
        <>
          <PersonAccess key={person.id} person={person} onClose={close} />
          <SlotOutlet of={userPanel} user={{ id: person.id ?? '' }} />
        </>
      )}
      fields={['name', 'email', 'role', 'teams', 'organisation', 'phone', 'language', 'is_active']}
      columns={[
        {
          field: 'name',
          width: '26%',
          cell: ({ id, name = '' }) => (
            <span className="wn-person">
              <Face id={id} name={name} size={24} decorative />
              <bdi>{name}</bdi>
            </span>
          ),
        },
        { field: 'email', width: '26%' },
        { field: 'role', width: '16%' },
        { field: 'organisation', hideOnPhone: true },
        { field: 'is_active', width: '110px' },
        { field: 'last_sign_in_at', width: '140px', hideOnPhone: true },
        {
          field: 'invited_until',
          width: '150px',
          hideOnPhone: true,
          cell: ({ invited_until }) => (invited_until ? <InvitationState until={invited_until} /> : null),
        },
      ]}
    />
  )
}
