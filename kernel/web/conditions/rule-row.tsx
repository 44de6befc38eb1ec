// One rule: which field, how it is tested, against what.
import { ActionIcon, Select, Text } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { type Asked, needsValues, type Refusal, type Rule, takesDays, type Test } from '../../contract/index.ts'
import { useRefusalWords } from '../form/refusal-words.ts'
import { useT } from '../language/hooks.tsx'
import classes from './conditions.module.css'
import { type Askable, emptyRule, firstValues } from './use-askable.ts'
import { RuleValues } from './rule-values.tsx'

type Props = {
  askable: Askable
  rule: Rule
  refusals: readonly Refusal[]
  onChange: (rule: Rule) => void
  onRemove: () => void
}

export function RuleRow({ askable, rule, refusals, onChange, onRemove }: Props) {
  const t = useT()
  const words = useRefusalWords()
  const asked = askable.of(rule.field)
  const name = askable.label(rule.field)
  const [refusal] = refusals
  const choose = (field: string | null) => {
    const next = field === null ? undefined : askable.of(field)
    if (next && next.field !== rule.field) onChange(emptyRule(next))
  }
  const test = (value: string | null) => {
    const next = asked && withOwn(asked.tests, rule.test).find((one) => one === value)
    if (!next || !asked) return
    const isAlike = needsValues(next) && needsValues(rule.test) && takesDays(next) === takesDays(rule.test)
    onChange({ ...rule, test: next, values: isAlike ? rule.values : firstValues(asked.kind, next) })
  }
  return (
    <div className={classes['rule']} role="group" aria-label={name}>
      <Select
        size="sm"
        className={classes['field']!}
        aria-label={t('conditions.field')}
        searchable
        allowDeselect={false}
        value={rule.field}
        data={fieldsBySort(askable, t)}
        error={asked ? null : t('invalid.unknown_field')}
        onChange={choose}
      />
      {asked && (
        <Select
          size="sm"
          className={classes['test']!}
          aria-label={t('conditions.how', { name })}
          allowDeselect={false}
          value={rule.test}
          data={withOwn(asked.tests, rule.test).map((one) => ({ value: one, label: askable.test(rule.field, one) }))}
          onChange={test}
        />
      )}
      {asked && needsValues(rule.test) && (
        <div className={classes['values']}>
          <RuleValues
            askable={askable}
            asked={asked}
            rule={rule}
            onChange={(values) => onChange({ ...rule, values })}
          />
        </div>
      )}
      <ActionIcon
        size="lg"
        className={classes['remove']!}
        aria-label={t('conditions.remove_rule', { name })}
        onClick={onRemove}
      >
        <IconX size={16} stroke={1.5} />
      </ActionIcon>
      {refusal && (
        <Text size="xs" c="red" className={classes['refusal']!}>
          {words(refusal, null)}
        </Text>
      )}
    </div>
  )
}

/** What came by the API may ask what is not offered here: it stays as it is. */
const withOwn = (tests: readonly Test[], own: Test) => (tests.includes(own) ? tests : [...tests, own])

/** The record's own fields, those of the organisation, and what else is known of it. */
function fieldsBySort({ asked = [], label }: Askable, t: (key: string) => string) {
  const sortOf = ({ field }: Asked) =>
    field.startsWith('custom.') ? 'own' : field.startsWith('fact.') ? 'facts' : 'standard'
  return (['standard', 'own', 'facts'] as const).flatMap((sort) => {
    const items = asked
      .filter((one) => sortOf(one) === sort)
      .map(({ field }) => ({ value: field, label: label(field) }))
    return items.length > 0 ? [{ group: t(`conditions.sort.${sort}`), items }] : []
  })
}
