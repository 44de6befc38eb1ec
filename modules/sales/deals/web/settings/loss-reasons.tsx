// Why deals are lost, as the organisation says it.
import { IconMoodSad } from '@tabler/icons-react'
import { EntityPage, useLanguage } from '#kernel/web/index.tsx'
import { LossReason, lossReasons } from '../../contract.ts'
import { nameIn } from '../naming.ts'
import { NamesField } from './names-field.tsx'

export default function LossReasons() {
  const { language } = useLanguage()
  return (
    <EntityPage
      of={LossReason}
      actions={lossReasons}
      icon={IconMoodSad}
      sort="position"
      columns={[
        { field: 'name', cell: (row) => <bdi>{nameIn({ name: '', names: {}, ...row }, language)}</bdi> },
        { field: 'position', width: '110px' },
      ]}
      controls={{ names: (field) => <NamesField {...field} /> }}
    />
  )
}
