// The addresses at which mail comes in and under which it leaves.
import { IconAt } from '@tabler/icons-react'
import { EntityPage } from '#kernel/web/index.tsx'
import { MailAddress, mailAddresses } from '../contract.ts'

export default function Addresses() {
  return (
    <EntityPage
      of={MailAddress}
      actions={mailAddresses}
      icon={IconAt}
      sort="address"
      fields={['address', 'purpose', 'topic', 'team', 'category', 'sender_name', 'is_active']}
      columns={[
        { field: 'address', width: '40%' },
        'sender_name',
        { field: 'purpose', width: '120px', hideOnPhone: true },
        { field: 'topic', width: '160px', hideOnPhone: true },
        { field: 'is_active', width: '150px' },
        { field: 'created_at', width: '140px', hideOnPhone: true },
      ]}
    />
  )
}
