// What becomes of the custom values that somebody sends: checked by the definitions, joined with what is there.
import type { Refusal } from '../problem.ts'
import { checkValue } from './check.ts'
import { shownOf } from './condition.ts'
import type { FieldDefinition } from './field.ts'
import { type CustomValue, type CustomValues, isEmpty } from './values.ts'

export type Asking = {
  fields: readonly FieldDefinition[]
  /** The other fields of the record, for conditions. */
  record: Readonly<Record<string, unknown>>
  given: Readonly<Record<string, unknown>>
  /** What the record has; null for a new one. */
  before: CustomValues | null
  mayEdit: (field: FieldDefinition) => boolean
  /** Whether whoever sends it can be asked for more: a mail cannot. */
  asks: boolean
}
type Settled = { custom: CustomValues; refusals: Refusal[] }

/**
 * The values as they are kept. A required field holds up saving only where it is shown, where its sender may fill it and can be
 * asked, and where the record is new or the field is being emptied: nobody is stopped by what others left out.
 */
export function settleValues({ fields, record, given, before, mayEdit, asks }: Asking): Settled {
  const byKey = new Map(fields.map((field) => [field.key, field]))
  const refusals: Refusal[] = []
  const refuse = (key: string, code: string, params?: Refusal['params']) =>
    void refusals.push({ pointer: `/custom/${key}`, code, ...(params ? { params } : {}) })
  const custom: Record<string, CustomValue> = { ...(before ?? defaultsOf(fields)) }
  for (const [key, value] of Object.entries(given)) {
    const field = byKey.get(key)
    if (!field || field.archived) refuse(key, 'unknown_field')
    else if (!mayEdit(field)) refuse(key, 'not_yours')
    else {
      const checked = checkValue(field, value, before?.[key])
      if ('code' in checked) refuse(key, checked.code, checked.params)
      else if (checked.value === null) delete custom[key]
      else custom[key] = checked.value
    }
  }
  if (!asks) return { custom, refusals }
  const shown = shownOf(fields, { ...record, custom })
  for (const field of fields) {
    const { key, required, archived } = field
    const isAsked = required && !archived && shown.has(key) && mayEdit(field) && (before === null || key in given)
    // A box that must be ticked is one that is ticked.
    const isMissing = field.type === 'checkbox' ? custom[key] !== true : isEmpty(custom[key])
    if (isAsked && isMissing && !refusals.some(({ pointer }) => pointer === `/custom/${key}`)) refuse(key, 'required')
  }
  return { custom, refusals }
}

/** What a new record begins with. */
const defaultsOf = (fields: readonly FieldDefinition[]): Record<string, CustomValue> =>
  Object.fromEntries(
    fields.flatMap(({ key, type, rules: { default: value } }) =>
      value === undefined ? [] : [[key, type === 'choices' ? [String(value)] : value]],
    ),
  )
