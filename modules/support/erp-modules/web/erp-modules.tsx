// The parts of the ERP system that tickets are about.
import { IconApps } from '@tabler/icons-react'
import { EntityPage } from '#kernel/web/index.tsx'
import { ErpModule, erpModules } from '../contract.ts'

export default function ErpModules() {
  return (
    <EntityPage
      of={ErpModule}
      actions={erpModules}
      icon={IconApps}
      sort="name"
      columns={['name', { field: 'code', width: '140px' }, { field: 'is_active', width: '120px', hideOnPhone: true }]}
    />
  )
}
