// People of the organisation: staff and customers.
import { IconUsers } from '@tabler/icons-react'
import { EntityPage, Face, SlotOutlet, Time, useMe } from '#kernel/web/index.tsx'
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
          width: '24%',
          cell: ({ id, name = '' }) => (
            <span className="wn-person">
              <Face id={id} name={name} size={24} decorative />
              <bdi>{name}</bdi>
            </span>
          ),
        },
        { field: 'email', width: '24%' },
        { field: 'role', width: '15%' },
        { field: 'organisation', hideOnPhone: true },
        { field: 'is_active', width: '124px' },
        {
          field: 'last_sign_in_at',
          width: '150px',
          hideOnPhone: true,
          cell: ({ last_sign_in_at: at, invited_until }) =>
            at ? <Time at={at} short /> : invited_until ? <InvitationState until={invited_until} /> : '—',
        },
      ]}
    />
  )
}
