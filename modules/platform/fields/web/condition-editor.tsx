// When a field is shown: rules that all hold, or of which one does. Deeper conditions come by the API and are kept.
import { ActionIcon, Button, MultiSelect, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { FieldRead, Rule, Shown, Test } from '#kernel/contract/index.ts'
import { useFieldWords, useHasText, useT } from '#kernel/web/index.tsx'
import classes from './fields.module.css'

type Standard = { name: string; choices: string[]; refers: string | null }
type Props = {
  entity: string
  shown: Shown | null
  standard: readonly Standard[]
  others: readonly FieldRead[]
  onChange: (shown: Shown | null) => void
  error: string | null
}

const isRule = (shown: Shown): shown is Rule => 'field' in shown

/** The rules of a condition of one level; null for a deeper one. */
function rulesOf(shown: Shown | null): { join: 'all' | 'any'; rules: Rule[] } | null {
  if (shown === null) return { join: 'all', rules: [] }
  if (isRule(shown)) return { join: 'all', rules: [shown] }
  const join = 'all' in shown ? 'all' : 'any'
  const parts = 'all' in shown ? shown.all : shown.any
  return parts.every(isRule) ? { join, rules: [...parts] } : null
}

export function ConditionEditor({ entity, shown, standard, others, onChange, error }: Props) {
  const t = useT()
  const has = useHasText()
  const { word } = useFieldWords()
  const flat = rulesOf(shown)
  if (!flat) return <Text size="sm">{t('fields.deep_condition')}</Text>
  const { join, rules } = flat
  const usable = others.filter(({ type, archived }) => !archived && type !== 'file' && type !== 'long_text')
  const fields = [
    ...standard
      .filter(({ choices, refers }) => choices.length > 0 || refers === null)
      .map(({ name }) => ({ value: name, label: has(`${entity}.${name}`) ? t(`${entity}.${name}`) : name })),
    ...usable.map(({ key, labels }) => ({ value: `custom.${key}`, label: word(labels) })),
  ]
  const say = (nextJoin: 'all' | 'any', next: readonly Rule[]) =>
    onChange(next.length === 0 ? null : nextJoin === 'all' ? { all: next } : { any: next })
  const change = (at: number, part: Partial<Rule>) =>
    say(
      join,
      rules.map((rule, index) => (index === at ? { ...rule, ...part } : rule)),
    )
  const choicesOf = (name: string) => {
    const own = usable.find(({ key }) => `custom.${key}` === name)
    if (own) return own.options.map(({ key, labels }) => ({ value: key, label: word(labels) || key }))
    const choices = standard.find((one) => one.name === name)?.choices ?? []
    return choices.map((value) => ({
      value,
      label: has(`${entity}.${name}.${value}`) ? t(`${entity}.${name}.${value}`) : value,
    }))
  }
  const typeOf = (name: string) => usable.find(({ key }) => `custom.${key}` === name)?.type
  const testsOf = (name: string): Test[] =>
    ['number', 'date'].includes(typeOf(name) ?? '')
      ? ['is', 'at_least', 'at_most', 'filled', 'empty']
      : ['is', 'is_not', 'filled', 'empty']
  return (
    <Stack gap="xs" role="group" aria-label={t('fields.shown_if')}>
      <Text size="sm">{t('fields.shown_if')}</Text>
      {rules.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label={t('fields.shown_if')}
          value={join}
          data={[
            { value: 'all', label: t('fields.all_hold') },
            { value: 'any', label: t('fields.any_holds') },
          ]}
          onChange={(next) => say(next as 'all' | 'any', rules)}
        />
      )}
      {rules.map((rule, index) => {
        const choices = choicesOf(rule.field)
        const type = typeOf(rule.field)
        const label = fields.find(({ value }) => value === rule.field)?.label ?? rule.field
        const needsValue = rule.test !== 'filled' && rule.test !== 'empty'
        return (
          <div key={index} className={classes['rule']}>
            <Select
              size="sm"
              className={classes['rule-field']}
              aria-label={t('fields.condition_field')}
              allowDeselect={false}
              value={rule.field}
              data={fields}
              onChange={(field) => field && change(index, { field, test: 'is', values: [] })}
            />
            <Select
              size="sm"
              className={classes['rule-test']}
              aria-label={t('fields.condition_test')}
              allowDeselect={false}
              value={rule.test}
              data={testsOf(rule.field).map((value) => ({ value, label: t(`fields.test.${value}`) }))}
              onChange={(test) => test && change(index, { test: test as Test })}
            />
            {needsValue && choices.length > 0 && (
              <MultiSelect
                size="sm"
                className={classes['rule-value']}
                aria-label={t('fields.condition_value', { name: label })}
                value={rule.values.map(String)}
                data={choices}
                onChange={(values) => change(index, { values })}
              />
            )}
            {needsValue && choices.length === 0 && type === 'checkbox' && (
              <Select
                size="sm"
                className={classes['rule-value']}
                aria-label={t('fields.condition_value', { name: label })}
                allowDeselect={false}
                value={rule.values.length > 0 ? String(rule.values[0]) : null}
                data={[
                  { value: 'true', label: t('yes') },
                  { value: 'false', label: t('no') },
                ]}
                onChange={(value) => change(index, { values: [value === 'true'] })}
              />
            )}
            {needsValue && choices.length === 0 && type !== 'checkbox' && (
              <TextInput
                size="sm"
                className={classes['rule-value']}
                aria-label={t('fields.condition_value', { name: label })}
                type={type === 'number' ? 'number' : type === 'date' ? 'date' : 'text'}
                value={rule.values.length > 0 ? String(rule.values[0]) : ''}
                onChange={({ currentTarget: { value } }) =>
                  change(index, { values: value === '' ? [] : [type === 'number' ? Number(value) : value] })
                }
              />
            )}
            <ActionIcon
              className={classes['rule-remove']}
              aria-label={t('fields.remove_named', { name: label })}
              onClick={() =>
                say(
                  join,
                  rules.filter((_one, at) => at !== index),
                )
              }
            >
              <IconX size={16} stroke={1.5} />
            </ActionIcon>
          </div>
        )
      })}
      {error && (
        <Text size="xs" c="red">
          {error}
        </Text>
      )}
      <Button
        size="compact-sm"
        variant="default"
        style={{ alignSelf: 'start' }}
        disabled={fields.length === 0 || rules.length >= 10}
        onClick={() => say(join, [...rules, { field: fields[0]!.value, test: 'is', values: [] }])}
      >
        {t('fields.add_condition')}
      </Button>
    </Stack>
  )
}
