// Filters by the fields that the organisation added to its tickets.
import { MultiSelect, TextInput } from '@mantine/core'
import { ReferencePicker, useFieldWords, useT } from '#kernel/web/index.tsx'
import { type Shown, withOwn } from '../filters.ts'
import { useOwnFilters } from './use-own-filters.ts'

type Props = { shown: Shown; onShow: (shown: Shown) => void; only?: string }

export function OwnFilters({ shown, onShow, only }: Props) {
  const t = useT()
  const { word, optionOf } = useFieldWords()
  const fields = useOwnFilters().filter(({ key }) => only === undefined || key === only)
  return fields.map((field) => {
    const { key, type, refers, options } = field
    const label = word(field.labels)
    const values = shown.own?.[key] ?? []
    const set = (next: readonly string[]) => onShow(withOwn(shown, key, next))
    if (type === 'reference')
      return (
        <ReferencePicker
          key={key}
          entity={refers ?? ''}
          size="sm"
          label={label}
          clearable
          placeholder={t('tickets.any')}
          value={values[0] ?? null}
          onChange={(id) => set(id ? [id] : [])}
        />
      )
    if (type === 'dropdown' || type === 'choices' || type === 'checkbox')
      return (
        <MultiSelect
          key={key}
          size="sm"
          label={label}
          placeholder={values.length > 0 ? '' : t('tickets.any')}
          data={
            type === 'checkbox'
              ? ['true', 'false'].map((value) => ({ value, label: t(value === 'true' ? 'yes' : 'no') }))
              : options.map((option) => ({ value: option.key, label: optionOf(field, option.key) }))
          }
          value={[...values]}
          onChange={set}
          comboboxProps={{ withinPortal: false }}
        />
      )
    return (
      <TextInput
        key={key}
        size="sm"
        label={label}
        type={type === 'date' ? 'date' : type === 'number' ? 'number' : 'text'}
        placeholder={t('tickets.any')}
        value={values[0] ?? ''}
        onChange={({ currentTarget: { value } }) => set(value.trim() === '' ? [] : [value])}
      />
    )
  })
}
