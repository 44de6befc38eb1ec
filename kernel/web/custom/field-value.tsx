// The value of a custom field as it is read: in a table, a list, a history.
import { useT, useFormat } from '../language/hooks.tsx'
import type { CustomValue, FieldRead } from '../../contract/index.ts'
import { Reference } from '../references/reference.tsx'
import { useFieldWords } from './use-fields.ts'

export function FieldValue({ field, value }: { field: FieldRead; value: CustomValue | null | undefined }) {
  const t = useT()
  const format = useFormat()
  const { optionOf } = useFieldWords()
  if (value === undefined || value === null) return null
  const { type, refers } = field
  if (type === 'checkbox') return <>{t(value === true ? 'yes' : 'no')}</>
  if (type === 'number' && typeof value === 'number') return <bdi className="wn-figures">{format.number(value)}</bdi>
  if (type === 'dropdown') return <bdi>{optionOf(field, String(value))}</bdi>
  if (type === 'choices') return <>{format.list([value].flat().map((key) => optionOf(field, String(key))))}</>
  if (type === 'reference') return <Reference entity={refers ?? ''} id={String(value)} plain />
  if (type === 'file') return <>{t('fields.file')}</>
  return <bdi>{String(value)}</bdi>
}
