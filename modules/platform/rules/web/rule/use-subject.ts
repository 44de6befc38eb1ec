// A kind of record as the editor speaks of it: its fields with their names, a tenant's own among them.
import { useMemo } from 'react'
import { type Asked, type AskedKind, type FieldRead, judgedAs } from '#kernel/contract/index.ts'
import { useAction, useCustomFields, useFieldWords, useHasText, useT } from '#kernel/web/index.tsx'
import { type FieldOffered, rules, type SubjectOffered } from '../../contract.ts'

export type Subject = {
  offered: SubjectOffered
  /** Declared fields and a tenant's own. */
  fields: readonly FieldOffered[]
  /** The same as conditions ask them. */
  judged: readonly Asked[]
  labelOf: (field: string) => string
  choiceOf: (field: string, choice: string) => string
  /** The name of a step, of one of its parameters. */
  wordOf: (key: string) => string
}

const CONTROLS: Partial<Record<FieldRead['type'], string>> = {
  text: 'line',
  long_text: 'prose',
  number: 'number',
  date: 'day',
  dropdown: 'choice',
  choices: 'choice',
  checkbox: 'yes_no',
  reference: 'reference',
}

const offeredOf = (field: FieldRead): FieldOffered[] => {
  const control = CONTROLS[field.type]
  if (!control || field.archived) return []
  return [
    {
      name: `custom.${field.key}`,
      control,
      choices: field.options.filter(({ archived }) => !archived).map(({ key }) => key),
      refers: field.refers,
      several: field.type === 'choices',
      nullable: true,
      required: false,
      max: null,
    },
  ]
}

const KINDS: Record<string, AskedKind> = {
  line: 'text',
  prose: 'text',
  tags: 'several',
  yes_no: 'yes_no',
  whole: 'number',
  number: 'number',
  money: 'money',
  day: 'day',
  choice: 'choice',
  reference: 'reference',
}
const judgedOf = ({ name, control, several, nullable, choices, refers }: FieldOffered): Asked =>
  judgedAs(
    name,
    several && control === 'choice' ? 'several' : (KINDS[control] ?? 'text'),
    nullable || control === 'tags',
    {
      choices,
      refers,
      whole: control !== 'number',
    },
  )

/** What rules may be made of here. */
export const useOffer = () => useAction(rules.offer, {}, { staleMs: 60_000 })

export function useSubject(offered: SubjectOffered): Subject {
  const t = useT()
  const has = useHasText()
  const { word, optionOf } = useFieldWords()
  const own = useCustomFields(offered.entity)
  return useMemo(() => {
    const ownOf = (name: string) => own.find(({ key }) => `custom.${key}` === name)
    const textOr = (key: string, other: string) => (has(key) ? t(key) : other)
    const fields = [...offered.fields, ...own.flatMap(offeredOf)]
    return {
      offered,
      fields,
      judged: fields.map(judgedOf),
      labelOf: (name) => {
        const field = ownOf(name)
        return field ? word(field.labels) : textOr(`${offered.entity}.${name}`, name)
      },
      choiceOf: (name, choice) => {
        const field = ownOf(name)
        return field ? optionOf(field, choice) : textOr(`${offered.entity}.${name}.${choice}`, choice)
      },
      wordOf: (key) => textOr(key, key),
    }
  }, [offered, own, t, has, word, optionOf])
}
