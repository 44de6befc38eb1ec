// Conditions as a sentence for people.
import { needsValues } from './asked.ts'
import { type Conditions, isRule, partsOf, type Rule, type RuleValue } from './language.ts'

/** How parts of a sentence are said in the reader's language. */
export type Speaker = {
  field: (field: string) => string
  value: (field: string, value: RuleValue) => string
  /** A whole rule: `values` are in words and joined already, empty where the test takes none. */
  rule: (rule: Rule, field: string, values: string) => string
  /** Alternatives, as a list of the language. */
  either: (words: readonly string[]) => string
  and: (parts: readonly string[]) => string
  or: (parts: readonly string[]) => string
}

/** What conditions say, in the reader's words; a group within a group stands in brackets. */
export function conditionWords(conditions: Conditions, speaker: Speaker): string {
  const say = (one: Conditions, isInner: boolean): string => {
    if (isRule(one)) return ruleWords(one, speaker)
    const { join, parts } = partsOf(one)
    const said = parts.map((part) => say(part, parts.length > 1))
    if (said.length === 1) return said[0]!
    const joined = join === 'all' ? speaker.and(said) : speaker.or(said)
    return isInner ? `(${joined})` : joined
  }
  return say(conditions, false)
}

function ruleWords(rule: Rule, speaker: Speaker): string {
  const { field, test, values } = rule
  const words = needsValues(test) ? speaker.either(values.map((one) => speaker.value(field, one))) : ''
  return speaker.rule(rule, speaker.field(field), words)
}
