// Writing down a new client or lead; who it may be already is shown while one types.
import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { EntityForm, type FieldControl, useMe, useT } from '#kernel/web/index.tsx'
import { Client, clients, type ClientRow, STAGES } from '../../contract.ts'
import { SameAs } from '../merging/same-as.tsx'

const FIELDS = ['stage', 'kind', 'name', 'phone', 'email', 'tax_number', 'source', 'status', 'owner', 'tags', 'notes']

type Props = { onDone: (client: ClientRow) => void; onCancel: () => void }

export function NewClient({ onDone, onCancel }: Props) {
  const t = useT()
  const { user } = useMe()
  const [typed, setTyped] = useState<Record<string, string>>({})
  return (
    <>
      <SameAs {...typed} />
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
        }}
        onValues={(values) =>
          setTyped(
            Object.fromEntries(
              ['name', 'email', 'phone', 'tax_number'].map((field) => [field, String(values[field] ?? '')]),
            ),
          )
        }
        onDone={onDone}
        onCancel={onCancel}
      />
    </>
  )
}
