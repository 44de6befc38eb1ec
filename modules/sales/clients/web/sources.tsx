// Where clients come from kept by the tenant.
import { IconMapPin } from '@tabler/icons-react'
import { EntityPage } from '#kernel/web/index.tsx'
import { ClientSource, clientSources } from '../contract.ts'
import { Coloured } from './coloured.tsx'

export default function Sources() {
  return (
    <EntityPage
      of={ClientSource}
      actions={clientSources}
      icon={IconMapPin}
      sort="position"
      columns={[
        { field: 'name', cell: ({ name = '', color }) => <Coloured color={color}>{name}</Coloured> },
        { field: 'position', width: '110px' },
        { field: 'is_default', width: '160px', hideOnPhone: true },
      ]}
    />
  )
}
