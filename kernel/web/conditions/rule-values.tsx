// What a rule compares with, by the kind of its field.
import { MultiSelect, NumberInput, Select, TagsInput, TextInput } from '@mantine/core'
import { type Asked, MOST_DAYS, type Rule, type RuleValue, takesDays } from '../../contract/index.ts'
import { useT } from '../language/hooks.tsx'
import { ReferencesPicker } from '../references/several.tsx'
import type { Askable } from './use-askable.ts'

type Props = {
  askable: Askable
  asked: Asked
  rule: Rule
  onChange: (values: RuleValue[]) => void
}

export function RuleValues({ askable, asked, rule, onChange }: Props) {
  const t = useT()
  const { field, kind, choices, refers, whole } = asked
  const { test, values } = rule
  const [first] = values
  const shared = { size: 'sm', 'aria-label': t('conditions.value', { name: askable.label(field) }) } as const
  if (takesDays(test) || kind === 'count' || kind === 'number' || kind === 'money') {
    const isMoney = kind === 'money' && !takesDays(test)
    const shown = typeof first === 'number' ? (isMoney ? first / 100 : first) : ''
    return (
      <NumberInput
        {...shared}
        value={shown}
        min={takesDays(test) ? 1 : kind === 'count' ? 0 : undefined}
        max={takesDays(test) ? MOST_DAYS : kind === 'count' ? 1_000 : undefined}
        decimalScale={isMoney ? 2 : whole || takesDays(test) ? 0 : 6}
        thousandSeparator=" "
        suffix={takesDays(test) ? ` ${t('conditions.days')}` : ''}
        onChange={(next) => onChange(typeof next === 'number' ? [isMoney ? Math.round(next * 100) : next] : [])}
      />
    )
  }
  if (kind === 'yes_no')
    return (
      <Select
        {...shared}
        allowDeselect={false}
        value={String(first ?? true)}
        data={[
          { value: 'true', label: t('yes') },
          { value: 'false', label: t('no') },
        ]}
        onChange={(next) => onChange([next === 'true'])}
      />
    )
  if (choices.length > 0)
    return (
      <MultiSelect
        {...shared}
        searchable={choices.length > 8}
        value={values.map(String)}
        data={choices.map((value) => ({ value, label: askable.choice(field, value) }))}
        onChange={onChange}
      />
    )
  if (kind === 'reference')
    return (
      <ReferencesPicker
        entity={refers ?? ''}
        value={values.map(String)}
        placeholder={shared['aria-label']}
        shortcuts={refers === 'user' && !askable.isJudged ? [{ id: 'me', label: t('listing.me') }] : []}
        onChange={onChange}
      />
    )
  if (kind === 'several' || (kind === 'text' && askable.isJudged))
    return (
      <TagsInput
        {...shared}
        placeholder={values.length === 0 ? t('conditions.values_hint') : ''}
        value={values.map(String)}
        onChange={onChange}
      />
    )
  return (
    <TextInput
      {...shared}
      dir="auto"
      type={kind === 'day' || kind === 'moment' ? 'date' : 'text'}
      maxLength={200}
      value={first === undefined ? '' : String(first)}
      onChange={({ currentTarget: { value } }) => onChange(value === '' ? [] : [value])}
    />
  )
}
