// The filters of a list as chips above it, the way back to all of it, and how many records there are.
import { UnstyledButton } from '@mantine/core'
import { useT } from '../../language/hooks.tsx'
import { FilterChip } from './filter-chip.tsx'
import classes from './filter.module.css'
import { LostFilters } from './lost-filters.tsx'
import { isFilterOn, type Narrowing } from './use-filter.ts'

type Props = Narrowing & {
  /** Filters that are offered though they narrow nothing; what narrows is always there. All unless told. */
  offered?: readonly string[]
  /** Those that have a place of their own. */
  except?: readonly string[]
  /** How many there are in all, in figures. */
  counted?: string | undefined
}

export function FilterChips({ listing, shown, onShow, offered = listing.filters, except = [], counted }: Props) {
  const t = useT()
  const names = listing.filters.filter(
    (name) => !except.includes(name) && (offered.includes(name) || isFilterOn(listing, shown, name)),
  )
  const isAny = Object.keys(shown.filters).length > 0
  if (names.length === 0 && !counted && !shown.lost) return null
  return (
    <div className={classes['chips']} role="group" aria-label={t('filters')}>
      <LostFilters listing={listing} shown={shown} onShow={onShow} />
      {names.map((name) => (
        <FilterChip key={name} listing={listing} name={name} shown={shown} onShow={onShow} />
      ))}
      {isAny && (
        <UnstyledButton className={classes['clear']} onClick={() => onShow({ ...shown, filters: {} })}>
          {t('listing.reset')}
        </UnstyledButton>
      )}
      {counted && <span className={classes['total']}>{t('list.total', { number: counted })}</span>}
    </div>
  )
}
