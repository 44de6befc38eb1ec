// The controls of filters, by what the field is. Fetched when the first filter is opened.
import { MultiSelect, SegmentedControl, TagsInput, TextInput } from '@mantine/core'
import { ReferencePicker, useT } from '#kernel/web/index.tsx'
import { choicesOf, hintsOf } from '#kernel/contract/index.ts'
import { Ticket } from '../../../contract.ts'
import { type FilterName, labelOf, LEVELS, type Shown, withFilter, wordOf } from '../filters.ts'
import { OwnFilters } from './own-filters.tsx'
import classes from '../list.module.css'
import { PERIOD_FIELDS, periodOf, RECENT } from './periods.ts'

export type FilterFieldsProps = {
  names: readonly FilterName[]
  shown: Shown
  onShow: (shown: Shown) => void
  /** The organisation's own fields as well: all of them, or one by its key. */
  withOwnFields?: boolean | string
}

export default function FilterFields({ names, shown, onShow, withOwnFields = false }: FilterFieldsProps) {
  return (
    <div className={classes['filters']}>
      {names.map((name) => (
        <FilterField
          key={name}
          name={name}
          values={shown[name] ?? []}
          set={(values) => onShow(withFilter(shown, name, values))}
        />
      ))}
      {withOwnFields !== false && (
        <OwnFilters shown={shown} onShow={onShow} {...(withOwnFields === true ? {} : { only: withOwnFields })} />
      )}
    </div>
  )
}

type FieldProps = { name: FilterName; values: readonly string[]; set: (values: readonly string[]) => void }

function FilterField({ name, values, set }: FieldProps) {
  const t = useT()
  const label = t(labelOf(name))
  if (name in PERIOD_FIELDS) return <PeriodField name={name} values={values} set={set} />
  const schema = Ticket.fields[name]!
  const choices = name === 'escalation_level' ? LEVELS : choicesOf(schema)
  if (choices.length > 0) {
    return (
      <MultiSelect
        size="sm"
        label={label}
        placeholder={values.length > 0 ? '' : t('tickets.any')}
        data={choices.map((value) => ({ value, label: t(...wordOf(name, value)) }))}
        value={[...values]}
        onChange={set}
        comboboxProps={{ withinPortal: false }}
      />
    )
  }
  const { refers } = hintsOf(schema)
  if (!refers) {
    return (
      <TagsInput size="sm" label={label} value={[...values]} onChange={set} comboboxProps={{ withinPortal: false }} />
    )
  }
  const [value = null] = values
  const shortcuts = [
    { id: null, label: t('tickets.any') },
    ...(name === 'assignee' ? [{ id: 'me', label: t('tickets.me') }] : []),
    ...(name === 'erp_modules'
      ? []
      : [{ id: 'none', label: t(name === 'assignee' ? 'tickets.nobody' : 'tickets.none') }]),
  ]
  const word = shortcuts.find(({ id }) => id !== null && id === value)?.label
  return (
    <ReferencePicker
      entity={refers}
      size="sm"
      label={label}
      value={word ? null : value}
      placeholder={word ?? t('tickets.any')}
      shortcuts={shortcuts}
      onChange={(id) => set(id ? [id] : [])}
    />
  )
}

function PeriodField({ name, values, set }: FieldProps) {
  const t = useT()
  const [value = ''] = values
  const period = periodOf(value)
  const { from, to } = period && 'from' in period ? period : { from: null, to: null }
  const span = (start: string | null, end: string | null) => set(start || end ? [`${start ?? ''}..${end ?? ''}`] : [])
  return (
    <fieldset className={classes['period']}>
      <legend>{t(labelOf(name))}</legend>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t(labelOf(name))}
        data={[
          { value: '', label: t('tickets.any') },
          ...Object.keys(RECENT).map((recent) => ({ value: recent, label: t(`tickets.period.${recent}`) })),
        ]}
        value={value in RECENT ? value : ''}
        onChange={(next) => set(next ? [next] : [])}
      />
      <div className={classes['days']}>
        <TextInput
          size="sm"
          type="date"
          aria-label={t('tickets.period.from')}
          value={from ?? ''}
          onChange={(event) => span(event.currentTarget.value || null, to)}
        />
        <TextInput
          size="sm"
          type="date"
          aria-label={t('tickets.period.to')}
          value={to ?? ''}
          onChange={(event) => span(from, event.currentTarget.value || null)}
        />
      </div>
    </fieldset>
  )
}
