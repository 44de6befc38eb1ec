// A field while it is being defined.
import { type CustomField, type FieldRead, type FieldType, type Input, type Option } from '#kernel/contract/index.ts'

export type FieldDraft = Required<Omit<Input<typeof CustomField>, 'custom'>>

/** A key out of a name: Latin letters of it, else a number. */
export function keyFrom(name: string, taken: readonly string[], otherwise: string): string {
  const letters = Array.from(name.toLowerCase().normalize('NFKD'), (letter) => LATIN[letter] ?? letter).join('')
  const plain = letters
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[_0-9]+|_+$/g, '')
    .slice(0, 30)
  const base = (plain || otherwise).replace(/_(from|to)$/, '')
  for (let number = 1; ; number++) {
    const key = number === 1 ? base : `${base}_${number}`
    if (!taken.includes(key) && key !== 'none') return key
  }
}

const CYRILLIC = 'абвгдезийклмнопрстуфхцыэ'
const LATIN: Record<string, string> = {
  ...Object.fromEntries(
    Array.from(CYRILLIC, (letter, index) => [letter, Array.from('abvgdeziyklmnoprstufhcye')[index]!]),
  ),
  ё: 'e',
  ж: 'zh',
  ч: 'ch',
  ш: 'sh',
  щ: 'sch',
  ъ: '',
  ь: '',
  ю: 'yu',
  я: 'ya',
  ў: 'o',
  қ: 'q',
  ғ: 'g',
  ҳ: 'h',
}

export const emptyField = (entity: string, type: FieldType): FieldDraft => ({
  entity,
  key: '',
  type,
  labels: {},
  help: {},
  section: null,
  rules: {},
  options: [],
  refers: type === 'reference' ? 'user' : null,
  required: false,
  filterable: ['dropdown', 'choices', 'checkbox'].includes(type),
  searched: false,
  in_list: false,
  outsiders: 'none',
  seen_by: [],
  edited_by: [],
  shown_if: null,
})

export const CHOOSING: readonly FieldType[] = ['dropdown', 'choices']
export const FILTERABLE: readonly FieldType[] = [
  'text',
  'number',
  'date',
  'dropdown',
  'choices',
  'checkbox',
  'reference',
]
export const SEARCHED: readonly FieldType[] = ['text', 'long_text', 'dropdown', 'choices']

/** The same field as the preview draws it. */
export const previewOf = (draft: FieldDraft, id: string): FieldRead =>
  ({
    ...draft,
    id,
    key: draft.key || 'new',
    editable: true,
    archived: false,
    position: 0,
    slot: null,
    ready: true,
  }) as unknown as FieldRead

export const optionsOf = (draft: Pick<FieldDraft, 'options'>): readonly Option[] => draft.options as Option[]
