// A filter as a chip above a list: opens its own field, is removed by its cross, Delete or Backspace.
import { CloseButton, UnstyledButton } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { Popover } from '#ui/opening/opening.tsx'
import { useT } from '../../language/hooks.tsx'
import classes from './filter.module.css'
import { FilterWords } from './filter-words.tsx'
import { type Narrowing, useFilter } from './use-filter.ts'

// Controls come when a chip is opened: a list stands without them.
const FilterField = lazy(() => import('./filter-field.tsx'))

export function FilterChip(props: Narrowing & { name: string }) {
  const t = useT()
  const { label, values, isOn, remove } = useFilter(props)
  return (
    <span className={classes['chip']} data-on={isOn}>
      <Popover position="bottom-start" width={320} withinPortal trapFocus>
        <Popover.Target>
          <UnstyledButton
            onKeyDown={(event) => {
              if (isOn && (event.key === 'Delete' || event.key === 'Backspace')) remove()
            }}
          >
            <bdi>{label}</bdi>
            {isOn && ': '}
            {isOn && <FilterWords listing={props.listing} name={props.name} values={values} />}
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>
          <Suspense>
            <div className={classes['field']}>
              <FilterField {...props} />
            </div>
          </Suspense>
        </Popover.Dropdown>
      </Popover>
      {isOn && (
        <CloseButton
          size={24}
          iconSize={12}
          aria-label={t('listing.remove_filter', { field: label })}
          onClick={remove}
        />
      )}
    </span>
  )
}
