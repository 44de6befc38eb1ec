// A table's headings; those that can be sorted by are buttons.
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { type Entity, hintsOf } from '../../contract/index.ts'
import { useT } from '../language/hooks.tsx'
import type { Selecting } from '../list/use-selection.ts'
import type { Column } from './entity-table.tsx'
import classes from './table.module.css'

export type HeadProps = {
  of: Entity
  columns: readonly Pick<Column<never>, 'field' | 'header' | 'words' | 'width' | 'align' | 'sorts'>[]
  sort: string | undefined
  onSort: ((sort: string) => void) | undefined
  hasActions: boolean
  selecting: Selecting | undefined
}

export function Head({ of, columns, sort, onSort, hasActions, selecting }: HeadProps) {
  const t = useT()
  return (
    <thead>
      <tr>
        {selecting && (
          <th scope="col" className={classes['choose']}>
            <input
              type="checkbox"
              ref={(box) => {
                if (box) box.indeterminate = selecting.overall === 'some'
              }}
              aria-label={t('list.select_loaded')}
              checked={selecting.overall === 'all'}
              onChange={selecting.toggleLoaded}
            />
          </th>
        )}
        {columns.map(({ field, header, words, width, align, sorts }) => {
          const label = words ?? t(header ?? `${of.name}.${field}`)
          const sortable = onSort && (sorts || (of.fields[field] && hintsOf(of.fields[field]).sortable))
          const direction = sort === field ? 'ascending' : sort === `-${field}` ? 'descending' : undefined
          return (
            <th key={field} scope="col" style={{ inlineSize: width }} data-align={align} aria-sort={direction}>
              {sortable ? (
                <button
                  type="button"
                  className={classes['sort']}
                  onClick={() => onSort(direction === 'ascending' ? `-${field}` : field)}
                >
                  {label}
                  {direction === 'ascending' && <IconArrowUp size={14} stroke={1.5} aria-hidden="true" />}
                  {direction === 'descending' && <IconArrowDown size={14} stroke={1.5} aria-hidden="true" />}
                </button>
              ) : (
                label
              )}
            </th>
          )
        })}
        {hasActions && (
          <th className={classes['rowActions']}>
            <span className="wn-hidden">{t('actions')}</span>
          </th>
        )}
      </tr>
    </thead>
  )
}
