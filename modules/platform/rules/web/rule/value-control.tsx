// What a field is compared with, by what the field is; several values where one of them suffices.
import { MultiSelect, NumberInput, Select, TagsInput, TextInput } from '@mantine/core'
import type { Rule as Condition } from '#kernel/contract/index.ts'
import { ReferencesPicker, useT } from '#kernel/web/index.tsx'
import type { FieldOffered } from '../../contract.ts'
import type { Subject } from './use-subject.ts'

type Values = Condition['values']
type Props = {
  subject: Subject
  field: FieldOffered
  values: Values
  label: string
  onChange: (values: Values) => void
}

export function ConditionValue({ subject, field, values, label, onChange }: Props) {
  const t = useT()
  const shared = { size: 'sm' as const, 'aria-label': label }
  const [first] = values
  if (field.control === 'choice')
    return (
      <MultiSelect
        {...shared}
        value={values.map(String)}
        data={field.choices.map((value) => ({ value, label: subject.choiceOf(field.name, value) }))}
        onChange={onChange}
      />
    )
  if (field.control === 'reference')
    return (
      <div role="group" aria-label={label}>
        <ReferencesPicker entity={field.refers ?? ''} value={values.map(String)} onChange={onChange} />
      </div>
    )
  if (field.control === 'yes_no')
    return (
      <Select
        {...shared}
        allowDeselect={false}
        value={String(first ?? true)}
        data={[
          { value: 'true', label: t('yes') },
          { value: 'false', label: t('no') },
        ]}
        onChange={(value) => onChange([value === 'true'])}
      />
    )
  if (field.control === 'whole' || field.control === 'number' || field.control === 'money') {
    // What is kept is whole; people write in the major unit.
    const scale = field.control === 'money' ? 100 : 1
    return (
      <NumberInput
        {...shared}
        decimalScale={field.control === 'whole' ? 0 : field.control === 'money' ? 2 : 6}
        thousandSeparator=" "
        value={typeof first === 'number' ? first / scale : ''}
        onChange={(next) => onChange(next === '' ? [] : [Math.round(Number(next) * scale * 1e6) / 1e6])}
      />
    )
  }
  if (field.control === 'day')
    return (
      <TextInput
        {...shared}
        type="date"
        value={typeof first === 'string' ? first : ''}
        onChange={({ currentTarget: { value } }) => onChange(value === '' ? [] : [value])}
      />
    )
  return (
    <TagsInput
      {...shared}
      placeholder={values.length === 0 ? t('rules.values_hint') : ''}
      value={values.map(String)}
      onChange={onChange}
    />
  )
}
