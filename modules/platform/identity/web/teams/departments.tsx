// Departments: what teams belong to.
import { IconSitemap } from '@tabler/icons-react'
import { EntityPage } from '#kernel/web/index.tsx'
import { Department, departments } from '../../contract.ts'

export default function Departments() {
  return (
    <EntityPage
      of={Department}
      actions={departments}
      icon={IconSitemap}
      sort="name"
      columns={['name', 'lead', { field: 'email', hideOnPhone: true }]}
    />
  )
}
