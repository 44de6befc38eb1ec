// Filters by the fields that the organisation added to its tickets.
import { nameOfOwn, OwnFilter } from '#kernel/web/index.tsx'
import { narrowedByOwn, type Shown, withOwnOf } from '../filters.ts'
import { useOwnFilters } from './use-own-filters.ts'

type Props = { shown: Shown; onShow: (shown: Shown) => void; only?: string }

export function OwnFilters({ shown, onShow, only }: Props) {
  const fields = useOwnFilters().filter(({ key }) => only === undefined || key === only)
  return fields.map((field) => (
    <OwnFilter
      key={field.key}
      field={field}
      name={nameOfOwn(field)}
      shown={narrowedByOwn(shown)}
      onShow={(next) => onShow(withOwnOf(shown, next))}
    />
  ))
}
