// What a chip asks of a field of the tenant's own, by its type.
import { Checkbox, Group, TextInput } from '@mantine/core'
import { type FieldRead } from '../../../contract/index.ts'
import { useFieldWords } from '../../custom/use-fields.ts'
import { useT } from '../../language/hooks.tsx'
import { ReferencePicker } from '../../references/picker.tsx'
import { isRangedOwn } from '../fields.ts'
import { type Narrowed, ownValues } from './own-words.tsx'
import { withFilter } from '../shown.ts'

type Props<S extends Narrowed> = {
  field: FieldRead
  name: string
  shown: S
  onShow: (shown: S) => void
}

export function OwnFilter<S extends Narrowed>({ field, name, shown, onShow }: Props<S>) {
  const t = useT()
  const { word, optionOf } = useFieldWords()
  const label = word(field.labels)
  const values = shown.filters[name] ?? []
  const set = (next: readonly string[]) => onShow(withFilter(shown, name, next))
  if (isRangedOwn(field)) {
    const [from = '', to = ''] = ownValues({ field, name, shown })
    const bound = (end: 'from' | 'to', value: string) => (
      <TextInput
        size="sm"
        label={t(`listing.${end}`)}
        type={field.type === 'date' ? 'date' : 'number'}
        value={value}
        onChange={({ currentTarget }) =>
          onShow(withFilter(shown, `${name}_${end}`, currentTarget.value === '' ? [] : [currentTarget.value]))
        }
      />
    )
    return (
      <div role="group" aria-label={label}>
        <Group grow gap="sm">
          {bound('from', from)}
          {bound('to', to)}
        </Group>
      </div>
    )
  }
  if (field.type === 'reference')
    return (
      <ReferencePicker
        entity={field.refers ?? ''}
        inPlace
        label={label}
        clearable
        value={values.find((one) => one !== 'none') ?? null}
        shortcuts={[{ id: 'none', label: t('listing.none') }]}
        onChange={(id) => set(id ? [id] : [])}
      />
    )
  if (field.type === 'text')
    return (
      <TextInput
        size="sm"
        dir="auto"
        label={label}
        value={values[0] ?? ''}
        onChange={({ currentTarget: { value } }) => set(value.trim() === '' ? [] : [value])}
      />
    )
  const offered =
    field.type === 'checkbox'
      ? ['true', 'false'].map((value) => ({ value, words: t(value === 'true' ? 'yes' : 'no') }))
      : field.options
          .filter(({ key, archived }) => !archived || values.includes(key))
          .map(({ key }) => ({ value: key, words: optionOf(field, key) }))
  return (
    <Checkbox.Group label={label} value={[...values]} onChange={set}>
      {offered.map(({ value, words }) => (
        <Checkbox key={value} mt={8} value={value} label={words} />
      ))}
      {field.type !== 'checkbox' && <Checkbox mt={8} value="none" label={t('listing.none')} />}
    </Checkbox.Group>
  )
}
