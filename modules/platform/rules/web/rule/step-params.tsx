// The form of a step, drawn by the contract of its parameters.
import { MultiSelect, Select } from '@mantine/core'
import * as z from 'zod'
import {
  choice,
  day,
  type Entity,
  line,
  money,
  prose,
  reference,
  references,
  tags,
  whole,
  yesNo,
} from '#kernel/contract/index.ts'
import { Control, useT } from '#kernel/web/index.tsx'
import type { ChosenStep, FieldOffered } from '../../contract.ts'
import { useOwnFieldControl } from './own-value.tsx'
import type { Subject } from './use-subject.ts'

type Props = {
  subject: Subject
  chosen: ChosenStep
  params: readonly FieldOffered[]
  errorAt: (param: string) => string | null
  onChange: (params: Record<string, unknown>) => void
}

/** A field of the kernel's again, so that its control is the one of every form. */
function schemaOf({ control, choices, refers, several, nullable, max }: FieldOffered): z.ZodType {
  const made = {
    choice: () => choice(choices as [string, ...string[]]),
    reference: () => (several ? references(refers ?? '') : reference(refers ?? '')),
    prose: () => prose(max ?? 5_000),
    whole: () => whole(),
    money: () => money(),
    day: () => day(),
    tags: () => tags(),
    yes_no: () => yesNo(),
  }[control]
  const schema = made ? made() : line(max ?? 500)
  return nullable ? schema.nullable() : schema
}

export const drawnAs = (name: string, fields: readonly FieldOffered[]): Entity =>
  ({ name, fields: Object.fromEntries(fields.map((one) => [one.name, schemaOf(one)])) }) as unknown as Entity

export function StepParams({ subject, chosen, params, errorAt, onChange }: Props) {
  const t = useT()
  const ownControl = useOwnFieldControl(subject)
  const base = `rule_step.${chosen.step}`
  const of = drawnAs(base, params)
  const set = (name: string, value: unknown) => onChange({ ...chosen.params, [name]: value })
  const roles = (names: readonly string[], param: FieldOffered) => (
    <MultiSelect
      key={param.name}
      label={subject.wordOf(`${base}.${param.name}`)}
      value={(chosen.params[param.name] as string[] | undefined) ?? []}
      data={names.map((value) => ({ value, label: subject.wordOf(`rule_role.${subject.offered.entity}.${value}`) }))}
      error={errorAt(param.name)}
      onChange={(value) => set(param.name, value)}
    />
  )
  return params.map((param) => {
    if (param.control === 'people') return roles(subject.offered.people, param)
    if (param.control === 'addresses') return roles(subject.offered.addresses, param)
    if (param.control === 'field') {
      const names = [
        ...subject.offered.settable,
        ...subject.fields.flatMap(({ name }) => (name.startsWith('custom.') ? name : [])),
      ]
      return (
        <Select
          key={param.name}
          label={t('rule_step.set.field')}
          allowDeselect={false}
          searchable
          value={(chosen.params['field'] as string | undefined) ?? null}
          data={names.map((value) => ({ value, label: subject.labelOf(value) }))}
          error={errorAt(param.name)}
          onChange={(field) => field && onChange({ field, value: null })}
        />
      )
    }
    if (param.control === 'value') {
      const name = String(chosen.params['field'] ?? '')
      return ownControl({
        key: param.name,
        name,
        value: chosen.params['value'],
        error: errorAt(param.name),
        onChange: (value) => set('value', value),
      })
    }
    return (
      <Control
        key={param.name}
        of={of}
        field={{
          name: param.name,
          label: subject.wordOf(`${base}.${param.name}`),
          description: undefined,
          value: chosen.params[param.name],
          set: (value) => set(param.name, value),
          error: errorAt(param.name),
          required: param.required,
          disabled: false,
        }}
      />
    )
  })
}
