// The control of a field, by what the field is.
import { NumberInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core'
import * as z from 'zod'
import { bare, choicesOf, type Entity, hintsOf, type Problem } from '../../contract/index.ts'
import { useT } from '../language/hooks.tsx'
import { ReferencePicker } from '../references/picker.tsx'
import { ReferencesPicker } from '../references/several.tsx'

export type FieldControl = {
  name: string
  value: unknown
  set: (value: unknown) => void
  label: string
  /** In place of a label that nobody sees. */
  'aria-label'?: string
  description: string | undefined
  error: string | null
  required: boolean
  disabled: boolean
  /** What the server refused, for a control that draws several fields. */
  problem?: Problem | null
  /** The record as it is going to be: what may be chosen can follow from its other fields. */
  record?: Readonly<Record<string, unknown>>
}

export function Control({ of, field }: { of: Entity; field: FieldControl }) {
  const t = useT()
  const { name, value, set, problem: _problem, record, ...shown } = field
  const schema = of.fields[name]!
  const { control, refers, column, within } = hintsOf(schema)
  const nullable = schema instanceof z.ZodNullable
  const common = { ...shown, id: `field-${name}`, 'data-field': name, withAsterisk: shown.required }
  const choices = choicesOf(schema)

  if (refers && column === 'uuid[]')
    return <ReferencesPicker {...common} entity={refers} value={(value as string[] | null) ?? []} onChange={set} />
  if (refers)
    return (
      <ReferencePicker
        {...common}
        entity={refers}
        value={(value as string | null) || null}
        onChange={set}
        clearable={nullable}
        {...(within ? { within: idOf(record?.[within]), disabled: shown.disabled || !record?.[within] } : {})}
      />
    )
  if (choices.length > 0) {
    return (
      <Select
        {...common}
        allowDeselect={nullable}
        clearable={nullable}
        placeholder={t('reference.choose')}
        comboboxProps={{ withinPortal: true }}
        data={choices.map((choice) => ({ value: choice, label: t(`${of.name}.${name}.${choice}`) }))}
        value={(value as string | null) ?? null}
        onChange={set}
      />
    )
  }
  if (control === 'yes_no')
    return (
      <Switch
        {...withoutAsterisk(common)}
        checked={value === true}
        onChange={(event) => set(event.currentTarget.checked)}
      />
    )
  if (control === 'prose')
    return (
      <Textarea
        {...common}
        autosize
        minRows={3}
        maxRows={16}
        value={textOf(value)}
        onChange={(event) => set(event.currentTarget.value)}
      />
    )
  if (control === 'whole')
    return (
      <NumberInput
        {...common}
        value={(value as number | null) ?? ''}
        onChange={(next) => set(next === '' ? null : next)}
      />
    )
  // Every currency here has two decimals; what is kept is whole.
  if (control === 'money')
    return (
      <NumberInput
        {...common}
        min={0}
        decimalScale={2}
        thousandSeparator=" "
        value={typeof value === 'number' ? value / 100 : ''}
        onChange={(next) => set(next === '' ? null : Math.round(Number(next) * 100))}
      />
    )
  if (control === 'day')
    return (
      <TextInput
        {...common}
        type="date"
        value={textOf(value)}
        onChange={(event) => set(event.currentTarget.value || null)}
      />
    )
  if (control === 'tags') return <TagsInput {...common} value={(value as string[] | null) ?? []} onChange={set} />
  if (control === 'instant')
    return (
      <TextInput
        {...common}
        type="datetime-local"
        value={localOf(value)}
        onChange={(event) => set(instantOf(event.currentTarget.value))}
      />
    )
  const isEmail = bare(schema) instanceof z.ZodEmail
  return (
    <TextInput
      {...common}
      type={isEmail ? 'email' : 'text'}
      dir={isEmail ? 'ltr' : 'auto'}
      value={textOf(value)}
      onChange={(event) => set(event.currentTarget.value)}
    />
  )
}

const idOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
function withoutAsterisk<T extends { withAsterisk: boolean; required: boolean }>({
  withAsterisk: _asterisk,
  required: _required,
  ...rest
}: T) {
  return rest
}

/** An instant as the browser's own control wants it: local time without a zone. */
function localOf(value: unknown): string {
  if (typeof value !== 'string') return ''
  const at = new Date(value)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
const instantOf = (local: string): string | null => (local ? new Date(local).toISOString() : null)
