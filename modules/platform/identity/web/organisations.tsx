// The companies of the customers: who belongs together, and what colleagues see of each other.
import { IconBuilding } from '@tabler/icons-react'
import { EntityPage } from '#kernel/web/index.tsx'
import { Organisation, organisations } from '../contract.ts'

export default function Organisations() {
  return (
    <EntityPage
      of={Organisation}
      actions={organisations}
      icon={IconBuilding}
      sort="name"
      columns={[
        'name',
        { field: 'domains', cell: ({ domains = [] }) => <bdi dir="ltr">{domains.join(', ') || '—'}</bdi> },
        { field: 'sees_colleagues_tickets', width: '150px', hideOnPhone: true },
        { field: 'created_at', width: '140px', hideOnPhone: true },
      ]}
    />
  )
}
