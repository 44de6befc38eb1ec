import { IconUsersGroup } from '@tabler/icons-react'
import { EntityPage } from '#kernel/web/index.tsx'
import { Team, teams } from '../contract.ts'

export default function Teams() {
  return (
    <EntityPage
      of={Team}
      actions={teams}
      icon={IconUsersGroup}
      sort="name"
      columns={['name', 'lead', { field: 'created_at', width: '140px', hideOnPhone: true }]}
    />
  )
}
