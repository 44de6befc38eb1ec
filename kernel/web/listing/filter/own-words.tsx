// What a chip says of a filter by a field of the tenant's own.
import { type FieldRead } from '../../../contract/index.ts'
import { useFieldWords } from '../../custom/use-fields.ts'
import { useFormat, useT } from '../../language/hooks.tsx'
import { Reference } from '../../references/reference.tsx'
import { isRangedOwn } from '../fields.ts'
import type { ShownList } from '../shown.ts'

/** All that a filter is concerned with of what a list shows. */
export type Narrowed = Pick<ShownList, 'filters'>

/** The values that narrow the list now: `from` and `to` of a ranged field, else the values themselves. */
export function ownValues({
  field,
  name,
  shown,
}: {
  field: FieldRead
  name: string
  shown: Narrowed
}): readonly string[] {
  if (!isRangedOwn(field)) return shown.filters[name] ?? []
  return [shown.filters[`${name}_from`]?.[0] ?? '', shown.filters[`${name}_to`]?.[0] ?? '']
}

export function OwnWords({ field, values }: { field: FieldRead; values: readonly string[] }) {
  const t = useT()
  const format = useFormat()
  const { optionOf } = useFieldWords()
  const [first = '', second = ''] = values
  if (isRangedOwn(field)) {
    const said = (value: string) =>
      field.type === 'date' ? format.date(`${value}T12:00:00Z`) : format.number(Number(value))
    return (
      <bdi>
        {first && second ? `${said(first)} – ${said(second)}` : first ? `≥ ${said(first)}` : `≤ ${said(second)}`}
      </bdi>
    )
  }
  if (field.type === 'reference' && first !== 'none') return <Reference entity={field.refers ?? ''} id={first} plain />
  const said = (value: string) => {
    if (value === 'none') return t('listing.none')
    if (field.type === 'checkbox') return t(value === 'true' ? 'yes' : 'no')
    return field.type === 'text' ? value : optionOf(field, value)
  }
  return <bdi>{format.list(values.map(said))}</bdi>
}
