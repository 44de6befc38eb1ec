// A table that follows from an entity.
import type { ReactNode } from 'react'
import type { Entity, Row } from '../../contract/index.ts'

export type Column<R> = {
  /** A field of the entity, or a name of one's own together with `cell`. */
  field: string
  /** A text key; `<entity>.<field>` when absent. */
  header?: string
  cell?: (row: R) => ReactNode
  /** The heading of the card on a phone. */
  primary?: boolean
  /** A CSS width: `120px`, `2fr`. */
  width?: string
  align?: 'start' | 'end'
  /** Left out of cards on phones. */
  hideOnPhone?: boolean
}

export type EntityTableProps<E extends Entity> = {
  of: E
  rows: readonly Partial<Row<E>>[]
  columns: readonly (string | Column<Partial<Row<E>>>)[]
  sort?: string
  onSort?: (sort: string) => void
  /** Where a row leads; rows without an address are not links. */
  to?: (row: Partial<Row<E>>) => string
  onRow?: (row: Partial<Row<E>>) => void
  rowActions?: (row: Partial<Row<E>>) => ReactNode
  isPending?: boolean
  hasMore?: boolean
  onMore?: () => void
  isFetchingMore?: boolean
  empty?: ReactNode
  density?: 'compact' | 'normal' | 'comfortable'
  label?: string
}

export function EntityTable<E extends Entity>(_props: EntityTableProps<E>): ReactNode {
  return null
}
