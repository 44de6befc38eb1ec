// Writing down a new deal.
import { EntityForm, useMe, useT } from '#kernel/web/index.tsx'
import { Deal, type DealRow, deals } from '../contract.ts'

const FIELDS = ['title', 'client', 'amount', 'currency', 'expected_close', 'owner', 'source', 'tags', 'notes']

type Props = {
  onDone: (deal: DealRow) => void
  onCancel: () => void
  pipeline?: string | undefined
  client?: string | undefined
}

export function NewDeal({ onDone, onCancel, pipeline, client }: Props) {
  const t = useT()
  const { user } = useMe()
  return (
    <EntityForm
      of={Deal}
      command={deals.create}
      fields={FIELDS}
      start={{ owner: user.id, ...(client ? { client } : {}) }}
      {...(pipeline ? { also: { pipeline } } : {})}
      submitLabel={t('do.create')}
      onDone={onDone}
      onCancel={onCancel}
    />
  )
}
