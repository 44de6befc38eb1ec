// Narrowing a list where there is no room for chips: every filter in one place.
import { ActionIcon, Button, Indicator } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { lazy, Suspense } from 'react'
import { Popover } from '#ui/opening/opening.tsx'
import { useT } from '../../language/hooks.tsx'
import classes from './filter.module.css'
import { isFilterOn, type Narrowing } from './use-filter.ts'

const FilterField = lazy(() => import('./filter-field.tsx'))

export function FilterMenu(narrowing: Narrowing) {
  const { listing, shown, onShow } = narrowing
  const t = useT()
  const count = listing.filters.filter((name) => isFilterOn(listing, shown, name)).length
  const label = count > 0 ? t('listing.filters_on', { number: count }) : t('filters')
  return (
    <Popover position="bottom-end" width={320} withinPortal trapFocus>
      <Indicator disabled={count === 0} label={count} size={16} offset={4}>
        <Popover.Target>
          <ActionIcon size="lg" aria-label={label} title={label} data-key="filter">
            <IconFilter size={18} stroke={1.5} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown>
        <Suspense>
          <div className={`${classes['filters']} ${classes['long']}`}>
            {listing.filters.map((name) => (
              <FilterField key={name} {...narrowing} name={name} narrow />
            ))}
          </div>
        </Suspense>
        <Button
          variant="subtle"
          size="sm"
          fullWidth
          disabled={count === 0}
          onClick={() => onShow({ ...shown, filters: {} })}
        >
          {t('listing.reset')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  )
}
