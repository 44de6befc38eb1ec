// A change of a custom field as a history tells it: the field by its label, its values in words.
import { customFields, type FieldRead, isEmpty } from '../../contract/index.ts'
import { useAction } from '../call/hooks.ts'
import { useFormat, useT } from '../language/hooks.tsx'
import { useReferences } from '../references/use-reference.ts'
import { useFieldWords } from './use-fields.ts'

const PREFIX = 'custom.'

/** The fields of a kind of record, archived ones among them, where `isAsked`; none until they are known. */
export function useEveryField(entity: string, isAsked: boolean): readonly FieldRead[] {
  const { data } = useAction(customFields.list, { entity, archived: true }, { enabled: isAsked, staleMs: 300_000 })
  return (data?.items ?? []) as unknown as FieldRead[]
}

/**
 * Of `custom.<key>`, what the field is called and a value of it in words, `empty` where there is none; null for any other
 * field. Until the field is known, and where it is not the reader's to see, its key and the plain value stand for it.
 */
export function useCustomChange(entity: string, name: string, values: readonly [unknown, unknown], empty: string) {
  const t = useT()
  const format = useFormat()
  const { word, optionOf } = useFieldWords()
  const isOwn = name.startsWith(PREFIX)
  const key = name.slice(PREFIX.length)
  const field = useEveryField(entity, isOwn).find((one) => one.key === key)
  const ids = field?.type === 'reference' ? values.filter((value) => typeof value === 'string') : []
  const names = useReferences(field?.refers ?? 'user', ids)
  if (!isOwn) return null
  const said = (value: unknown): string => {
    if (isEmpty(value)) return empty
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
    if (typeof value === 'number') return format.number(value)
    const several = [value].flat().map(String)
    if (field?.type === 'dropdown' || field?.type === 'choices')
      return format.list(several.map((one) => optionOf(field, one)))
    if (field?.type === 'reference') return names[ids.indexOf(String(value))] ?? '…'
    // Noon: the same day in whatever zone the reader has.
    if (field?.type === 'date') return format.date(`${String(value)}T12:00:00Z`)
    return field?.type === 'file' ? t('fields.file') : format.list(several)
  }
  return { label: field ? word(field.labels) : key, was: said(values[0]), is: said(values[1]) }
}
