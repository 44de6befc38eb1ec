// Filters as chips above the list: each opens its own field, is removed by its cross, Delete or Backspace.
import { CloseButton, UnstyledButton } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { type FieldRead, hintsOf } from '#kernel/contract/index.ts'
import { nameOfOwn, ownValues, OwnWords, Reference, useFieldWords, useFormat, useT } from '#kernel/web/index.tsx'
import { Popover } from '#ui/opening/opening.tsx'
import { Ticket } from '../../../contract.ts'
import {
  type FilterName,
  FILTERS,
  labelOf,
  narrowedByOwn,
  type Shown,
  withFilter,
  withoutFilters,
  withOwn,
  wordOf,
} from '../filters.ts'
import classes from '../list.module.css'
import { LostFilters } from './lost-filters.tsx'
import { useOwnFilters } from './use-own-filters.ts'
import { PERIOD_FIELDS, RECENT } from './periods.ts'

const FilterFields = lazy(() => import('./filter-fields.tsx'))
/** Offered where there is room, set or not. */
const QUICK: readonly FilterName[] = [
  'status',
  'priority',
  'assignee',
  'team',
  'department',
  'escalation_level',
  'type',
  'category',
  'erp_modules',
  'created',
]

type Props = {
  shown: Shown
  onShow: (shown: Shown) => void
  offered: boolean
  /** How many there are in all, in figures. */
  total: string
}

export function QuickFilters({ shown, onShow, offered, total }: Props) {
  const t = useT()
  const names = FILTERS.filter((name) => shown[name]?.length || (offered && QUICK.includes(name)))
  const isSet = (key: string) => [key, `${key}_from`, `${key}_to`].some((one) => shown.own?.[one])
  const own = useOwnFilters().filter(({ key, in_list }) => isSet(key) || (offered && in_list))
  const isAny = shown.own !== undefined || FILTERS.some((name) => shown[name]?.length)
  if (names.length === 0 && own.length === 0 && !total && !shown.lost) return null
  return (
    <div className={classes['chips']} role="group" aria-label={t('tickets.filter')}>
      <LostFilters shown={shown} onShow={onShow} />
      {names.map((name) => (
        <Chip key={name} name={name} shown={shown} onShow={onShow} />
      ))}
      {own.map((field) => (
        <OwnChip key={field.key} field={field} shown={shown} onShow={onShow} />
      ))}
      {isAny && (
        <UnstyledButton className={classes['clear']} onClick={() => onShow(withoutFilters(shown))}>
          {t('tickets.reset')}
        </UnstyledButton>
      )}
      {total && <span className={classes['total']}>{t('list.total', { number: total })}</span>}
    </div>
  )
}

function Chip({ name, shown, onShow }: Pick<Props, 'shown' | 'onShow'> & { name: FilterName }) {
  const t = useT()
  const values = shown[name] ?? []
  const isOn = values.length > 0
  const label = t(labelOf(name))
  const remove = () => onShow(withFilter(shown, name, []))
  return (
    <span className={classes['chip']} data-on={isOn}>
      <Popover position="bottom-start" width={280} withinPortal trapFocus>
        <Popover.Target>
          <UnstyledButton
            onKeyDown={(event) => {
              if (isOn && (event.key === 'Delete' || event.key === 'Backspace')) remove()
            }}
          >
            {label}
            {isOn && (
              <>
                {': '}
                <Values name={name} values={values} />
              </>
            )}
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>
          <Suspense>
            <FilterFields names={[name]} shown={shown} onShow={onShow} />
          </Suspense>
        </Popover.Dropdown>
      </Popover>
      {isOn && (
        <CloseButton
          size={24}
          iconSize={12}
          aria-label={t('tickets.remove_filter', { field: label })}
          onClick={remove}
        />
      )}
    </span>
  )
}

function OwnChip({ field, shown, onShow }: Pick<Props, 'shown' | 'onShow'> & { field: FieldRead }) {
  const t = useT()
  const { word } = useFieldWords()
  const values = ownValues({ field, name: nameOfOwn(field), shown: narrowedByOwn(shown) })
  const isOn = values.some((value) => value !== '')
  const label = word(field.labels)
  const { key } = field
  return (
    <span className={classes['chip']} data-on={isOn}>
      <Popover position="bottom-start" width={280} withinPortal trapFocus>
        <Popover.Target>
          <UnstyledButton>
            <bdi>{label}</bdi>
            {isOn && ': '}
            {isOn && <OwnWords field={field} values={values} />}
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>
          <Suspense>
            <FilterFields names={[]} shown={shown} onShow={onShow} withOwnFields={key} />
          </Suspense>
        </Popover.Dropdown>
      </Popover>
      {isOn && (
        <CloseButton
          size={24}
          iconSize={12}
          aria-label={t('tickets.remove_filter', { field: label })}
          onClick={() => onShow([key, `${key}_from`, `${key}_to`].reduce((next, one) => withOwn(next, one, []), shown))}
        />
      )}
    </span>
  )
}

function Values({ name, values }: { name: FilterName; values: readonly string[] }) {
  const t = useT()
  const format = useFormat()
  const [first = ''] = values
  if (name in PERIOD_FIELDS)
    return first in RECENT ? t(`tickets.period.${first}`) : <bdi>{first.replace('..', ' – ')}</bdi>
  const { refers } = hintsOf(Ticket.fields[name]!)
  if (!refers) return format.list(values.map((value) => (name === 'tags' ? value : t(...wordOf(name, value)))))
  if (first === 'me') return t('tickets.me')
  if (first === 'none') return t(name === 'assignee' ? 'tickets.nobody' : 'tickets.none')
  return <Reference entity={refers} id={first} plain />
}
