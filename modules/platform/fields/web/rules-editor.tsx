// What fits a field, by its type.
import { Group, NumberInput, Select, TextInput } from '@mantine/core'
import { type FieldType, FORMATS, type Rules } from '#kernel/contract/index.ts'
import { useT } from '#kernel/web/index.tsx'

type Props = {
  type: FieldType
  rules: Rules
  onChange: (rules: Rules) => void
  errorOf: (pointer: string) => string | null
}
type Name = keyof Rules

export function RulesEditor({ type, rules, onChange, errorOf }: Props) {
  const t = useT()
  const set = (name: Name, value: unknown) => {
    const { [name]: _before, ...rest } = rules
    onChange(value === '' || value === null ? rest : { ...rest, [name]: value })
  }
  const number = (name: 'min' | 'max' | 'decimals' | 'min_length' | 'max_length') => (
    <NumberInput
      key={name}
      size="sm"
      style={{ flex: '1 1 110px' }}
      label={t(`fields.rule.${name}`)}
      value={rules[name] ?? ''}
      error={errorOf(`/rules/${name}`)}
      onChange={(value) => set(name, value)}
    />
  )
  const day = (name: 'earliest' | 'latest') => (
    <TextInput
      key={name}
      size="sm"
      type="date"
      style={{ flex: '1 1 140px' }}
      label={t(`fields.rule.${name}`)}
      value={rules[name] ?? ''}
      error={errorOf(`/rules/${name}`)}
      onChange={(event) => set(name, event.currentTarget.value)}
    />
  )
  if (type === 'number') return <Group gap="xs">{(['min', 'max', 'decimals'] as const).map(number)}</Group>
  if (type === 'date') return <Group gap="xs">{(['earliest', 'latest'] as const).map(day)}</Group>
  if (type !== 'text' && type !== 'long_text') return null
  return (
    <>
      <Group gap="xs">{(['min_length', 'max_length'] as const).map(number)}</Group>
      {type === 'text' && (
        <Group gap="xs" align="start">
          <Select
            size="sm"
            style={{ flex: '1 1 140px' }}
            label={t('fields.rule.format')}
            clearable
            value={rules.format ?? null}
            data={FORMATS.map((value) => ({ value, label: t(`fields.format.${value}`) }))}
            onChange={(value) => set('format', value)}
          />
          <TextInput
            size="sm"
            style={{ flex: '1 1 140px' }}
            label={t('fields.rule.mask')}
            description={t('fields.rule.mask_help')}
            maxLength={100}
            value={rules.mask ?? ''}
            onChange={(event) => set('mask', event.currentTarget.value)}
          />
        </Group>
      )}
    </>
  )
}
