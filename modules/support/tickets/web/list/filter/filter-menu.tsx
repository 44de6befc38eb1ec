// Narrowing the list: every filter in one place.
import { ActionIcon, Button, Indicator } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { lazy, Suspense } from 'react'
import { useT } from '#kernel/web/index.tsx'
import { Popover } from '#ui/opening/opening.tsx'
import { FILTERS, type Shown, withoutFilters } from '../filters.ts'

const FilterFields = lazy(() => import('./filter-fields.tsx'))

export function FilterMenu({ shown, onShow }: { shown: Shown; onShow: (shown: Shown) => void }) {
  const t = useT()
  const count = FILTERS.filter((name) => shown[name]?.length).length + Object.keys(shown.own ?? {}).length
  const label = count > 0 ? t('tickets.filters_on', { count }) : t('tickets.filter')
  return (
    <Popover position="bottom-end" width={300} withinPortal trapFocus>
      <Indicator disabled={count === 0} label={count} size={16} offset={4}>
        <Popover.Target>
          <ActionIcon size="lg" aria-label={label} title={label} data-key="filter">
            <IconFilter size={18} stroke={1.5} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown>
        <Suspense>
          <FilterFields names={FILTERS} shown={shown} onShow={onShow} withOwnFields />
        </Suspense>
        <Button
          variant="subtle"
          size="sm"
          fullWidth
          disabled={count === 0}
          onClick={() => onShow(withoutFilters(shown))}
        >
          {t('tickets.reset')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  )
}
