// A value that can be changed where it stands: by click, Enter or F2; Escape leaves it as it was.
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react'
import type { Entity, Row } from '../../contract/index.ts'
import { useT } from '../language/hooks.tsx'
import { valueOf } from './cell.tsx'
import type { Column } from './entity-table.tsx'
import classes from './table.module.css'

// Nobody needs the controls before the first change.
const CellEditor = lazy(() => import('./cell-editor.tsx'))

export type Editing<R> = {
  /** Whether this person may change this field of this row. */
  may: (field: string, row: R) => boolean
  /** Shows the value at once and sends it; what is refused is taken back and told. */
  save: (row: R, field: string, value: unknown) => void
  /** Which choices a row offers, where they are not all that the field has. */
  choices?: (field: string, row: R) => readonly string[] | undefined
  /** A control of one's own for a field that the usual one does not serve. */
  control?: (field: string, row: R, change: Change) => ReactNode
}
export type Change = { save: (value: unknown) => void; close: () => void }

export type EditableCellProps<E extends Entity> = {
  of: E
  column: Column<Partial<Row<E>>>
  row: Partial<Row<E>>
  editing: Editing<Partial<Row<E>>>
}

export function EditableCell<E extends Entity>(props: EditableCellProps<E>) {
  const { of, column, row } = props
  const t = useT()
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = () => {
    setOpen(false)
    requestAnimationFrame(() => button.current?.focus({ preventScroll: true }))
  }
  const shown = valueOf(of, column, row)
  if (isOpen) {
    return (
      <div className={classes['editor']}>
        <Suspense fallback={shown}>
          <CellEditor {...(props as EditableCellProps<Entity>)} onClose={close} />
        </Suspense>
      </div>
    )
  }
  const field = column.words ?? t(column.header ?? `${of.name}.${column.field}`)
  return (
    <button
      ref={button}
      type="button"
      tabIndex={-1}
      className={classes['editable']}
      aria-haspopup="true"
      title={t('list.change', { field })}
      onClick={() => setOpen(true)}
      onKeyDown={(event) => {
        if (event.key !== 'F2') return
        event.preventDefault()
        setOpen(true)
      }}
    >
      <span className="wn-hidden">{t('list.change', { field })}: </span>
      {shown}
    </button>
  )
}
