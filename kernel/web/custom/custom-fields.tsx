// The custom fields of a record: part of a form, or of a panel where each is saved when it is left.
import { Stack } from '@mantine/core'
import { type CustomValue, type CustomValues, type FieldRead, Problem, shownOf } from '../../contract/index.ts'
import { RemoteProblem } from '../call/remote-problem.ts'
import { useRefusalWords } from '../form/refusal-words.ts'
import { FieldControl } from './field-control.tsx'
import { useCustomFields, useFieldWords } from './use-fields.ts'

export type CustomFieldsProps = {
  entity: string
  /** The other fields of the record, which conditions look at, and its `id` where it has one. */
  record: Readonly<Record<string, unknown>>
  values: CustomValues
  /** One field changed; null empties it. */
  onChange: (key: string, value: CustomValue | null) => void
  /** What was refused: each refusal stands at its field. */
  problem?: Problem | null
  /** Each change is saved at once. */
  isPanel?: boolean
  size?: 'sm' | 'md'
}

export function CustomFields({ entity, ...props }: CustomFieldsProps) {
  return <FieldsForm fields={useCustomFields(entity)} {...props} />
}

type FormProps = Omit<CustomFieldsProps, 'entity'> & { fields: readonly FieldRead[] }

/** The same for definitions that are not kept yet: the preview of a form. */
export function FieldsForm({
  fields,
  record,
  values,
  onChange,
  problem = null,
  isPanel = false,
  size = 'sm',
}: FormProps) {
  const { word } = useFieldWords()
  const wordsFor = useRefusalWords()
  const shown = shownOf(fields, { ...record, custom: values })
  // What somebody may only read stays away until it says something.
  const drawn = fields.filter((field) => shown.has(field.key) && (field.editable || values[field.key] !== undefined))
  if (drawn.length === 0) return null
  const remote = problem instanceof RemoteProblem ? problem : null
  const errorOf = (key: string) => {
    const refusal = problem?.refusals.find(({ pointer }) => pointer === `/custom/${key}`)
    return refusal ? wordsFor(refusal, remote) : null
  }
  const sectionOf = (field: FieldRead) => (field.section ? word(field.section) : '')
  const sections = [...new Set(drawn.map(sectionOf))]
  return (
    <Stack gap="sm">
      {sections.map((section) => (
        <Stack key={section} gap="sm" role="group" {...(section ? { 'aria-label': section } : {})}>
          {section && <strong className="wn-quiet">{section}</strong>}
          {drawn
            .filter((field) => sectionOf(field) === section)
            .map((field) => (
              <FieldControl
                key={field.key}
                field={field}
                value={values[field.key]}
                error={errorOf(field.key)}
                onLeave={isPanel}
                size={size}
                record={record['id'] as string | undefined}
                onChange={(value) => onChange(field.key, value)}
              />
            ))}
        </Stack>
      ))}
    </Stack>
  )
}

/** Values with one of them changed. */
export function withValue(values: CustomValues, key: string, value: CustomValue | null): CustomValues {
  const { [key]: _before, ...rest } = values
  return value === null ? rest : { ...rest, [key]: value }
}
