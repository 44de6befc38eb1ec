// The control of one custom field, by its type.
import { Checkbox, MultiSelect, NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type CustomValue, customFile, type FieldRead } from '../../contract/index.ts'
import { SlotOutlet } from '../module.tsx'
import { ReferencePicker } from '../references/picker.tsx'
import { useFieldWords } from './use-fields.ts'

export type FieldControlProps = {
  field: FieldRead
  value: CustomValue | undefined
  onChange: (value: CustomValue | null) => void
  error?: string | null
  /** Told when the field is left and not with every letter: where each change is saved at once. */
  onLeave?: boolean
  /** The record that holds it, where there is one: its files are read through it. */
  record?: string | undefined
  size?: 'sm' | 'md'
}

export function FieldControl({
  field,
  value,
  onChange,
  error,
  onLeave = false,
  record,
  size = 'sm',
}: FieldControlProps) {
  const { word, optionOf } = useFieldWords()
  const { type, rules, required, options, refers, editable } = field
  const shared = {
    label: word(field.labels),
    description: word(field.help) || undefined,
    error: error ?? undefined,
    required,
    disabled: !editable,
    size,
  }
  const offered = options
    .filter(({ key, archived }) => !archived || [value].flat().includes(key))
    .map(({ key }) => ({ value: key, label: optionOf(field, key) }))
  if (type === 'checkbox')
    return <Checkbox {...shared} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />
  if (type === 'dropdown')
    return (
      <Select
        {...shared}
        data={offered}
        clearable
        value={typeof value === 'string' ? value : null}
        onChange={onChange}
      />
    )
  if (type === 'choices')
    return (
      <MultiSelect
        {...shared}
        data={offered}
        value={Array.isArray(value) ? [...(value as string[])] : []}
        onChange={onChange}
      />
    )
  if (type === 'reference')
    return (
      <ReferencePicker
        {...shared}
        description={word(field.help)}
        error={error ?? null}
        entity={refers ?? ''}
        clearable
        value={typeof value === 'string' ? value : null}
        onChange={(id) => onChange(id)}
      />
    )
  if (type === 'file')
    return (
      <SlotOutlet
        of={customFile}
        field={field}
        value={value}
        error={error ?? null}
        record={record}
        onChange={onChange}
      />
    )
  if (type === 'date')
    return (
      <TextInput
        {...shared}
        type="date"
        min={rules.earliest}
        max={rules.latest}
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => onChange(event.currentTarget.value || null)}
      />
    )
  return <Typed {...{ field, value, onChange, onLeave, shared }} />
}

type TypedProps = Pick<FieldControlProps, 'field' | 'value' | 'onChange'> & { onLeave: boolean; shared: object }

/** What is typed letter by letter. */
function Typed({ field: { type, rules }, value, onChange, onLeave, shared }: TypedProps) {
  const [typed, setTyped] = useState<{ from: CustomValue | undefined; now: string | number } | null>(null)
  const now =
    typed && typed.from === value ? typed.now : typeof value === 'number' || typeof value === 'string' ? value : ''
  const say = (next: string | number) => {
    const given = next === '' || (typeof next === 'string' && next.trim() === '') ? null : next
    if (given !== (value ?? null)) onChange(given)
  }
  const take = (next: string | number) => (onLeave ? setTyped({ from: value, now: next }) : say(next))
  const leave = () => onLeave && typed && say(typed.now)
  if (type === 'number')
    return (
      <NumberInput
        {...shared}
        decimalScale={rules.decimals ?? 6}
        min={rules.min}
        max={rules.max}
        clampBehavior="none"
        value={now}
        onChange={take}
        onBlur={leave}
      />
    )
  const text = {
    ...shared,
    dir: 'auto' as const,
    value: String(now),
    maxLength: rules.max_length ?? (type === 'text' ? 500 : 10_000),
    onBlur: leave,
  }
  return type === 'long_text' ? (
    <Textarea {...text} autosize minRows={2} maxRows={12} onChange={(event) => take(event.currentTarget.value)} />
  ) : (
    <TextInput
      {...text}
      placeholder={rules.mask}
      onChange={(event) => take(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Enter' && onLeave && event.currentTarget.blur()}
    />
  )
}
