// Whether a definition makes sense: by itself, beside the others, and for the records it is for.
import {
  checkValue,
  choicesOf,
  CustomField,
  type Draft,
  type Entity,
  type FieldDefinition,
  fieldsIn,
  hasCircle,
  hintsOf,
  invalid,
  type Refusal,
  type Shown,
} from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'

export type FieldDraft = Draft<typeof CustomField>

const FILTERABLE = new Set(['text', 'number', 'date', 'dropdown', 'choices', 'checkbox', 'reference'])
const SEARCHED = new Set(['text', 'long_text', 'dropdown', 'choices'])
const CHOOSING = new Set(['dropdown', 'choices'])

/** The kind of record with this name; throws 422 where it takes no fields. */
export function kindOf({ platform }: Pick<Context, 'platform'>, name: string): Entity {
  const of = platform.entities.find((one) => one.name === name)
  if (!of?.custom) throw invalid([{ pointer: '/entity', code: 'no_custom_fields' }])
  return of
}

/** The fields of an entity that conditions may look at. */
export const conditionable = (of: Entity) =>
  Object.entries(of.fields).flatMap(([name, schema]) => {
    const { control, refers } = hintsOf(schema)
    const choices = choicesOf(schema)
    const fits = choices.length > 0 || control === 'yes_no' || control === 'tags' || (control === 'reference' && refers)
    return fits ? [{ name, choices: [...choices], refers: refers ?? null }] : []
  })

/** Throws 422 naming everything that is wrong; `others` are the other fields of the kind, archived ones included. */
export function checkField(
  context: Context,
  field: FieldDraft,
  others: readonly FieldDefinition[],
  before?: FieldDefinition,
): void {
  const of = kindOf(context, field.entity)
  const refusals = [
    ...checkKey(field, others, before),
    ...checkOptions(field, before),
    ...checkRules(field),
    ...checkShown(of, field, others),
  ]
  const refuse = (pointer: string, code: string) => void refusals.push({ pointer, code })
  if (field.filterable && !FILTERABLE.has(field.type)) refuse('/filterable', 'not_this_type')
  if (field.searched && !SEARCHED.has(field.type)) refuse('/searched', 'not_this_type')
  if (field.type === 'reference') {
    if (!context.platform.entities.some(({ name }) => name === field.refers)) refuse('/refers', 'unknown_reference')
  } else if (field.refers !== null) refuse('/refers', 'not_this_type')
  if (refusals.length > 0) throw invalid(refusals)
}

function checkKey({ key }: FieldDraft, others: readonly FieldDefinition[], before?: FieldDefinition): Refusal[] {
  if (before) return []
  // Lists ask for ranges by these endings, and `none` is what they call an empty field.
  if (/_(from|to)$/.test(key)) return [{ pointer: '/key', code: 'reserved' }]
  return others.some((one) => one.key === key) ? [{ pointer: '/key', code: 'key_taken' }] : []
}

function checkOptions({ type, options }: FieldDraft, before?: FieldDefinition): Refusal[] {
  if (!CHOOSING.has(type)) return options.length > 0 ? [{ pointer: '/options', code: 'not_this_type' }] : []
  if (options.every(({ archived }) => archived)) return [{ pointer: '/options', code: 'required' }]
  const keys = options.map(({ key }) => key)
  const twice = options.flatMap(({ key }, index) =>
    keys.indexOf(key) < index || key === 'none' ? [{ pointer: `/options/${index}/key`, code: 'key_taken' }] : [],
  )
  // Records hold them: what is not offered any more is archived.
  const gone = (before?.options ?? []).some(({ key }) => !keys.includes(key))
  return gone ? [...twice, { pointer: '/options', code: 'option_gone' }] : twice
}

function checkRules({ type, rules, options }: FieldDraft): Refusal[] {
  const refusals: Refusal[] = []
  const above = (low: number | string | undefined, high: number | string | undefined, name: string) => {
    if (low !== undefined && high !== undefined && low > high)
      refusals.push({ pointer: `/rules/${name}`, code: 'bounds' })
  }
  above(rules.min, rules.max, 'max')
  above(rules.min_length, rules.max_length, 'max_length')
  above(rules.earliest, rules.latest, 'latest')
  if (rules.default === undefined) return refusals
  if (type === 'file' || type === 'reference') refusals.push({ pointer: '/rules/default', code: 'not_this_type' })
  else {
    const checked = checkValue({ type, rules, options }, type === 'choices' ? [rules.default] : rules.default)
    if ('code' in checked) refusals.push({ pointer: '/rules/default', ...checked })
  }
  return refusals
}

function checkShown(of: Entity, field: FieldDraft, others: readonly FieldDefinition[]): Refusal[] {
  if (!field.shown_if) return []
  const shown = field.shown_if as Shown
  const known = new Set([
    ...conditionable(of).map(({ name }) => name),
    ...others.filter(({ archived }) => !archived).map(({ key }) => `custom.${key}`),
  ])
  if (fieldsIn(shown).some((name) => !known.has(name))) return [{ pointer: '/shown_if', code: 'unknown_field' }]
  const all = [...others, { key: field.key, shown_if: shown }]
  return hasCircle(all) ? [{ pointer: '/shown_if', code: 'circle' }] : []
}
