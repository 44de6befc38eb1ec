// Teams: where each belongs, at which level it stands, and who works in it.
import { IconUsersGroup } from '@tabler/icons-react'
import { EntityPage } from '#kernel/web/index.tsx'
import { Team, teams } from '../../contract.ts'
import { TeamMembers } from './members.tsx'

export default function Teams() {
  return (
    <EntityPage
      of={Team}
      actions={teams}
      icon={IconUsersGroup}
      sort="name"
      start={{ level: 1 }}
      staysOpen
      below={({ id }) => id && <TeamMembers key={id} team={id} />}
      columns={['name', 'department', { field: 'level', width: '140px' }, { field: 'lead', hideOnPhone: true }]}
    />
  )
}
