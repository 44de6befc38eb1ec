// One filter of a list: what it is called, what it holds, and how it is taken away.
import { useFieldWords } from '../../custom/use-fields.ts'
import { useT } from '../../language/hooks.tsx'
import { isRangedOwn, ownOf } from '../fields.ts'
import { type Listing, type ShownList, withFilter } from '../shown.ts'
import { ownValues } from './own-words.tsx'

export type Narrowing = { listing: Listing; shown: ShownList; onShow: (shown: ShownList) => void }

export function useFilter({ listing, name, shown, onShow }: Narrowing & { name: string }) {
  const t = useT()
  const { word } = useFieldWords()
  const own = ownOf(listing, name)
  const values = own ? ownValues({ field: own, name, shown }) : (shown.filters[name] ?? [])
  const names = own && isRangedOwn(own) ? [`${name}_from`, `${name}_to`] : [name]
  return {
    own,
    values,
    isOn: values.some((value) => value !== ''),
    label: own ? word(own.labels) : t(`${listing.of.name}.${listing.spans?.[name] ?? name}`),
    remove: () => onShow(names.reduce((next, one) => withFilter(next, one, []), shown)),
  }
}

/** Whether a filter narrows the list now. */
export function isFilterOn(listing: Listing, { filters }: ShownList, name: string): boolean {
  const own = ownOf(listing, name)
  const names = own && isRangedOwn(own) ? [`${name}_from`, `${name}_to`] : [name]
  return names.some((one) => (filters[one] ?? []).length > 0)
}
