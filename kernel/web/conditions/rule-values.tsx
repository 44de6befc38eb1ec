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
  const amount = amountOf(kind, whole, takesDays(test))
  if (amount) return <AmountInput {...shared} {...amount} value={first} onChange={onChange} />
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

type Amount = { unit: number; decimals: number; min?: number; max?: number; inDays?: true }

/** How a number of a kind is typed; null for what is no number. Money is kept in hundredths. */
function amountOf(kind: Asked['kind'], whole: boolean, inDays: boolean): Amount | null {
  if (inDays) return { unit: 1, decimals: 0, min: 1, max: MOST_DAYS, inDays }
  if (kind === 'money') return { unit: 100, decimals: 2 }
  if (kind === 'count') return { unit: 1, decimals: whole ? 0 : 6, min: 0, max: 1_000 }
  return kind === 'number' ? { unit: 1, decimals: whole ? 0 : 6 } : null
}

type AmountInputProps = Amount & {
  size: 'sm'
  'aria-label': string
  value: RuleValue | undefined
  onChange: (values: RuleValue[]) => void
}

function AmountInput({ unit, decimals, inDays, value, onChange, ...rest }: AmountInputProps) {
  const t = useT()
  return (
    <NumberInput
      {...rest}
      value={typeof value === 'number' ? value / unit : ''}
      decimalScale={decimals}
      thousandSeparator=" "
      suffix={inDays ? ` ${t('conditions.days')}` : ''}
      onChange={(next) => onChange(typeof next === 'number' ? [unit === 1 ? next : Math.round(next * unit)] : [])}
    />
  )
}
