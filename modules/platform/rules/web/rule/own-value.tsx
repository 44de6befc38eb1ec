// The value that a rule sets: by the field that is set, a tenant's own fields included.
import { NumberInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { Control, useT } from '#kernel/web/index.tsx'
import { drawnAs } from './step-params.tsx'
import type { Subject } from './use-subject.ts'

type Asked = { key: string; name: string; value: unknown; error: string | null; onChange: (value: unknown) => void }

export function useOwnFieldControl(subject: Subject): (asked: Asked) => ReactNode {
  const t = useT()
  return function draw({ key, name, value, error, onChange }: Asked) {
    const field = subject.fields.find((one) => one.name === name)
    if (!field) return null
    const label = t('rule_step.set.value')
    if (field.control === 'number')
      return (
        <NumberInput
          key={key}
          label={label}
          error={error}
          decimalScale={6}
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => onChange(next === '' ? null : Number(next))}
        />
      )
    // Names of choices are those of the record's own field.
    const of = drawnAs(subject.offered.entity, [field])
    return (
      <Control
        key={key}
        of={of}
        field={{ name, label, description: undefined, value, set: onChange, error, required: false, disabled: false }}
      />
    )
  }
}
