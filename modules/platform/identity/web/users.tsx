// People of the organisation: staff and customers.
import { IconUsers } from '@tabler/icons-react'
import { Avatar } from '#ui/avatar.tsx'
import { EntityPage, SlotOutlet } from '#kernel/web/index.tsx'
import { User, userPanel, users } from '../contract.ts'

export default function Users() {
  return (
    <EntityPage
      of={User}
      actions={users}
      icon={IconUsers}
      sort="name"
      filters={['role']}
      removable={false}
      below={({ id = '' }) => <SlotOutlet of={userPanel} user={{ id }} />}
      fields={['name', 'email', 'role', 'teams', 'organisation', 'phone', 'language', 'is_active']}
      columns={[
        {
          field: 'name',
          width: '26%',
          cell: ({ name = '' }) => (
            <span className="wn-person">
              <Avatar name={name} size={24} decorative />
              <bdi>{name}</bdi>
            </span>
          ),
        },
        { field: 'email', width: '26%' },
        { field: 'role', width: '16%' },
        { field: 'organisation', hideOnPhone: true },
        { field: 'is_active', width: '110px' },
      ]}
    />
  )
}
