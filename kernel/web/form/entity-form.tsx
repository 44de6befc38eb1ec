// A form that follows from an entity.
import type { ReactNode } from 'react'
import type { Action, Entity, Problem, Row } from '../../contract/index.ts'

export type FieldControl = {
  name: string
  value: unknown
  set: (value: unknown) => void
  error: string | null
  label: string
  required: boolean
  disabled: boolean
}

export type EntityFormProps<E extends Entity, I, O> = {
  of: E
  /** Which fields, in order; all written ones when absent. */
  fields?: readonly string[]
  /** The command that the form sends; its input schema checks the form before. */
  command: Action<I, any, O>
  /** What the form begins with: the record that is edited, or what a new one starts from. */
  start?: Partial<Row<E>>
  /** Sent along with the fields: the id of the record, what a page decides itself. */
  also?: Record<string, unknown>
  onDone?: (answer: O) => void
  onCancel?: () => void
  submitLabel?: string
  /** Controls of one's own, by field. */
  controls?: Readonly<Record<string, (field: FieldControl) => ReactNode>>
  problem?: Problem | null
  /** Keeps what was typed under this name until it is sent, through closing and reloading. */
  draftKey?: string
}

export function EntityForm<E extends Entity, I, O>(_props: EntityFormProps<E, I, O>): ReactNode {
  return null
}
