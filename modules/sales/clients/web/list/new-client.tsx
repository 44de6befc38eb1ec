// Writing down a new client or lead; who it may be already is shown while one types.
import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { CustomValues } from '#kernel/contract/index.ts'
import { CustomFields, EntityForm, type FieldControl, useMe, useT, withValue } from '#kernel/web/index.tsx'
import { Client, clients, type ClientRow, STAGES } from '../../contract.ts'
import { SameAs } from '../merging/same-as.tsx'

const FIELDS = [
  'stage',
  'kind',
  'name',
  'phone',
  'email',
  'tax_number',
  'source',
  'status',
  'owner',
  'tags',
  'notes',
  'custom',
]
/** By these a client may turn out to be there already. */
const IDENTIFYING = ['name', 'email', 'phone', 'tax_number']

type Props = { onDone: (client: ClientRow) => void; onCancel: () => void }

export function NewClient({ onDone, onCancel }: Props) {
  const t = useT()
  const { user } = useMe()
  const [typed, setTyped] = useState<Record<string, unknown>>({})
  return (
    <>
      <SameAs {...Object.fromEntries(IDENTIFYING.map((field) => [field, String(typed[field] ?? '')]))} />
      <EntityForm
        of={Client}
        command={clients.create}
        fields={FIELDS}
        start={{ stage: 'lead', owner: user.id }}
        submitLabel={t('do.create')}
        controls={{
          stage: ({ value, set, label }: FieldControl) => (
            <SegmentedControl
              fullWidth
              aria-label={label}
              value={String(value ?? 'lead')}
              onChange={set}
              data={STAGES.map((stage) => ({ value: stage, label: t(`client.stage.${stage}`) }))}
            />
          ),
          custom: ({ value, set, problem = null }: FieldControl) => (
            <CustomFields
              entity="client"
              size="md"
              record={typed}
              values={(value ?? {}) as CustomValues}
              problem={problem}
              onChange={(key, given) => set(withValue((value ?? {}) as CustomValues, key, given))}
            />
          ),
        }}
        onValues={setTyped}
        onDone={onDone}
        onCancel={onCancel}
      />
    </>
  )
}
