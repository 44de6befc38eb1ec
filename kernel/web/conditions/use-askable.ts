// What conditions over a kind of record may ask, with the words for it.
import { useMemo } from 'react'
import { askable, type Asked, needsValues, type Rule, type RuleValue, takesDays } from '../../contract/index.ts'
import { useAction } from '../call/hooks.ts'
import { useCustomFields, useFieldWords } from '../custom/use-fields.ts'
import { useHasText, useT } from '../language/hooks.tsx'

const none: readonly Asked[] = []

export type Askable = ReturnType<typeof useAskable>

/**
 * The fields, undefined until they are known; what they and their values are called. With `judged` those, for conditions that
 * are judged of a record at hand: nobody asks them, so there is no “me”, and a text may contain one of several.
 */
export function useAskable(entity: string, judged?: readonly Asked[]) {
  const t = useT()
  const has = useHasText()
  const { data, error } = useAction(askable.askable, { entity }, { staleMs: 60_000, enabled: !judged })
  const own = useCustomFields(entity)
  const { word, optionOf } = useFieldWords()
  const asked = judged ?? data?.items
  return useMemo(() => {
    const all = asked ?? none
    const byField = new Map(all.map((one) => [one.field, one]))
    const ownOf = (field: string) => own.find(({ key }) => `custom.${key}` === field)
    return {
      asked,
      error,
      isJudged: judged !== undefined,
      of: (field: string): Asked | undefined => byField.get(field),
      label: (field: string): string => {
        const custom = ownOf(field)
        if (custom) return word(custom.labels)
        const key = field.startsWith('fact.') ? field : `${entity}.${field}`
        return has(key) ? t(key) : field
      },
      choice: (field: string, value: string): string => {
        const custom = ownOf(field)
        if (custom) return optionOf(custom, value)
        const key = `${entity}.${field}.${value}`
        return has(key) ? t(key) : value
      },
      /** What a test is called for a field: a bound of days is “from” and “until”. */
      test: (field: string, test: Rule['test']): string => t(`conditions.test.${testWord(byField.get(field), test)}`),
    }
    // oxlint-disable-next-line react/exhaustive-deps -- the words follow `t`
  }, [asked, error, own, entity, t, judged === undefined])
}

/** The word of a test for a kind of field. */
export function testWord(asked: Asked | undefined, test: Rule['test']): string {
  const isTime = asked?.kind === 'day' || asked?.kind === 'moment'
  if (isTime && test === 'at_least') return 'since'
  if (isTime && test === 'at_most') return 'until'
  return test
}

/** A rule that begins with the first test of its field, and no value yet. */
export function emptyRule({ field, tests, kind }: Asked): Rule {
  const test = (kind === 'moment' && tests.find(takesDays)) || tests[0]!
  return { field, test, values: firstValues(kind, test) }
}

/** What stands in a rule before anybody chose: nothing, but where every rule needs a number there is one. */
export function firstValues(kind: Asked['kind'], test: Rule['test']): RuleValue[] {
  if (!needsValues(test)) return []
  if (takesDays(test)) return [30]
  if (kind === 'count') return [1]
  return kind === 'yes_no' ? [true] : []
}
