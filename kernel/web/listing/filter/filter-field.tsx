// The control of one filter, by what its field holds.
import { Checkbox, MultiSelect, SegmentedControl, TagsInput, TextInput } from '@mantine/core'
import * as z from 'zod'
import { choicesOf, hintsOf } from '../../../contract/index.ts'
import { useT } from '../../language/hooks.tsx'
import { ReferencePicker } from '../../references/picker.tsx'
import { isDay, schemaOf } from '../fields.ts'
import { withFilter } from '../shown.ts'
import classes from './filter.module.css'
import { OwnFilter } from './own-filter.tsx'
import { RECENT, spanOf } from './spans.ts'
import { type Narrowing, useFilter } from './use-filter.ts'

/** `narrow` where it stands among many: choices are a field to open, and pickers open above the rest. */
export default function FilterField(props: Narrowing & { name: string; narrow?: boolean }) {
  const { listing, name, shown, onShow, narrow = false } = props
  const t = useT()
  const { own, values, label } = useFilter(props)
  if (own) return <OwnFilter field={own} name={name} shown={shown} onShow={onShow} />
  const set = (next: readonly string[]) => onShow(withFilter(shown, name, next))
  if (listing.spans?.[name]) return <SpanField label={label} value={values[0] ?? ''} set={set} />
  const schema = schemaOf(listing, name)!
  const { refers } = hintsOf(schema)
  const choices = choicesOf(schema).map((value) => ({
    value,
    label: t(...(listing.valueWords?.(name, value) ?? ([`${listing.of.name}.${name}.${value}`] as const))),
  }))
  if (choices.length > 0 && narrow)
    return (
      <MultiSelect
        size="sm"
        label={label}
        placeholder={values.length > 0 ? '' : t('listing.any')}
        data={choices}
        value={values.filter((value) => choices.some((one) => one.value === value))}
        onChange={set}
        comboboxProps={{ withinPortal: false }}
      />
    )
  if (choices.length > 0)
    return (
      <Checkbox.Group label={label} value={[...values]} onChange={set}>
        {choices.map((choice) => (
          <Checkbox key={choice.value} mt={8} value={choice.value} label={choice.label} />
        ))}
      </Checkbox.Group>
    )
  if (refers) {
    const word = (value: string) => t(...(listing.valueWords?.(name, value) ?? ([`listing.${value}`] as const)))
    const [value = null] = values
    const isWord = value === 'me' || value === 'none'
    return (
      <ReferencePicker
        entity={refers}
        inPlace={!narrow}
        {...(narrow ? { size: 'sm' as const } : {})}
        label={label}
        value={isWord ? null : value}
        placeholder={isWord ? word(value) : t('listing.any')}
        clearable={!narrow}
        shortcuts={[
          ...(narrow ? [{ id: null, label: t('listing.any') }] : []),
          ...(refers === 'user' ? [{ id: 'me', label: word('me') }] : []),
          ...(schema instanceof z.ZodNullable ? [{ id: 'none', label: word('none') }] : []),
        ]}
        onChange={(id) => set(id ? [id] : [])}
      />
    )
  }
  if (isDay(schema))
    return (
      <TextInput
        type="date"
        label={label}
        value={values[0] ?? ''}
        onChange={({ currentTarget: { value } }) => set(value ? [value] : [])}
      />
    )
  return (
    <TagsInput size="sm" label={label} value={[...values]} onChange={set} comboboxProps={{ withinPortal: false }} />
  )
}

type SpanProps = { label: string; value: string; set: (values: readonly string[]) => void }

function SpanField({ label, value, set }: SpanProps) {
  const t = useT()
  const span = spanOf(value)
  const { from, to } = span && 'from' in span ? span : { from: null, to: null }
  const days = (start: string | null, end: string | null) => set(start || end ? [`${start ?? ''}..${end ?? ''}`] : [])
  return (
    <fieldset className={classes['span']}>
      <legend>{label}</legend>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={label}
        data={[
          { value: '', label: t('listing.any') },
          ...Object.keys(RECENT).map((recent) => ({ value: recent, label: t(`listing.span.${recent}`) })),
        ]}
        value={value in RECENT ? value : ''}
        onChange={(next) => set(next ? [next] : [])}
      />
      <div className={classes['days']}>
        <TextInput
          size="sm"
          type="date"
          aria-label={t('listing.span.from')}
          value={from ?? ''}
          onChange={(event) => days(event.currentTarget.value || null, to)}
        />
        <TextInput
          size="sm"
          type="date"
          aria-label={t('listing.span.to')}
          value={to ?? ''}
          onChange={(event) => days(from, event.currentTarget.value || null)}
        />
      </div>
    </fieldset>
  )
}
