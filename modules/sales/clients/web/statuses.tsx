// How far a client is kept by the tenant.
import { IconFlag } from '@tabler/icons-react'
import { EntityPage } from '#kernel/web/index.tsx'
import { ClientStatus, clientStatuses } from '../contract.ts'
import { Coloured } from './coloured.tsx'

export default function Statuses() {
  return (
    <EntityPage
      of={ClientStatus}
      actions={clientStatuses}
      icon={IconFlag}
      sort="position"
      columns={[
        { field: 'name', cell: ({ name = '', color }) => <Coloured color={color}>{name}</Coloured> },
        { field: 'position', width: '110px' },
        { field: 'is_default', width: '160px', hideOnPhone: true },
      ]}
    />
  )
}
