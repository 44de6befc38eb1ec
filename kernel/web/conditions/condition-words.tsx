// Conditions as a sentence in the reader's language, names of records among them.
import { type Conditions, conditionWords, rulesIn, type RuleValue, takesDays } from '../../contract/index.ts'
import { useFormat, useT } from '../language/hooks.tsx'
import { useReferencesOf } from '../references/use-reference.ts'
import { testWord, useAskable } from './use-askable.ts'

export function ConditionWords({ entity, conditions }: { entity: string; conditions: Conditions }) {
  return <bdi>{useConditionWords(entity, conditions)}</bdi>
}

/** The sentence; records are dots until their names are there. */
function useConditionWords(entity: string, conditions: Conditions): string {
  const t = useT()
  const format = useFormat()
  const askable = useAskable(entity)
  const named = rulesIn(conditions).flatMap(({ rule }) => {
    const { kind, refers } = askable.of(rule.field) ?? {}
    return kind === 'reference' && refers
      ? rule.values.filter((id) => id !== 'me').map((id) => ({ entity: refers, id: String(id) }))
      : []
  })
  const names = useReferencesOf(named)
  if (!askable.asked) return '…'
  const valueOf = (field: string, value: RuleValue): string => {
    const asked = askable.of(field)
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
    if (asked?.kind === 'money' && typeof value === 'number') return format.number(value / 100)
    if (typeof value === 'number') return format.number(value)
    if (asked?.kind === 'day' || asked?.kind === 'moment') return format.date(`${value}T12:00:00Z`)
    if (value === 'me') return t('listing.me')
    if (asked?.kind === 'reference') return names.get(`${asked.refers}:${value}`) ?? '…'
    return asked && asked.choices.length > 0 ? askable.choice(field, value) : value
  }
  return conditionWords(conditions, {
    field: askable.label,
    value: valueOf,
    rule: ({ field, test, values }, name, words) => {
      const said = takesDays(test)
        ? t(`conditions.said.${test}`, { count: Number(values[0]) })
        : t(`conditions.said.${testWord(askable.of(field), test)}`, { values: words })
      return `${name}: ${said}`
    },
    either: (words) => words.join(` ${t('conditions.or')} `),
    and: (parts) => parts.join(` ${t('conditions.and')} `),
    or: (parts) => parts.join(` ${t('conditions.or')} `),
  })
}
