// What the condition of a field may ask: the fields of the record itself and its other fields of one's own.
import { type Asked, CUSTOM_KINDS, type FieldRead, judgedAs } from '#kernel/contract/index.ts'

export type Standard = { name: string; choices: string[]; refers: string | null }

export const judgedAmong = (standard: readonly Standard[], others: readonly FieldRead[]): Asked[] => [
  ...standard.map(({ name, choices, refers }) =>
    judgedAs(name, choices.length > 0 ? 'choice' : refers ? 'reference' : 'text', true, { choices, refers }),
  ),
  ...others.flatMap(({ key, type, archived, options, refers }) => {
    const kind = CUSTOM_KINDS[type]
    const choices = options.map((one) => one.key)
    return kind && !archived ? [judgedAs(`custom.${key}`, kind, true, { choices, refers, whole: false })] : []
  }),
]
