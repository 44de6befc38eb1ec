// Conditions in groups: all of a group hold, or one of it. A group may hold groups, one level deep.
import { ActionIcon, Button, SegmentedControl, Select, Text } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { Rule as Condition, Shown, Test } from '#kernel/contract/index.ts'
import { useT } from '#kernel/web/index.tsx'
import classes from '../rules.module.css'
import {
  asGroup,
  type Group,
  groupOf,
  isRule,
  joinOf,
  needsValue,
  newCondition,
  partsOf,
  pruned,
  testsOf,
} from './draft.ts'
import type { Subject } from './use-subject.ts'
import { ConditionValue } from './value-control.tsx'

type Props = {
  subject: Subject
  conditions: Shown | null
  onChange: (conditions: Shown | null) => void
  error: string | null
}

export function ConditionsEditor({ subject, conditions, onChange, error }: Props) {
  return (
    <>
      <GroupEditor
        subject={subject}
        group={asGroup(conditions)}
        deep={false}
        onChange={(group) => onChange(pruned(group))}
      />
      {error && (
        <Text size="xs" c="red" role="alert">
          {error}
        </Text>
      )}
    </>
  )
}

type GroupProps = { subject: Subject; group: Group; deep: boolean; onChange: (group: Group) => void }

function GroupEditor({ subject, group, deep, onChange }: GroupProps) {
  const t = useT()
  const join = joinOf(group)
  const parts = partsOf(group)
  const [first] = subject.fields
  const put = (next: readonly Shown[]) => onChange(groupOf(join, next))
  const replace = (at: number, part: Shown | null) =>
    put(parts.flatMap((one, index) => (index !== at ? one : (part ?? []))))
  const add = (part: Shown) => put([...parts, part])
  return (
    <div className={classes['group']} data-deep={deep} role="group" aria-label={t('rules.conditions')}>
      {parts.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label={t('rules.join')}
          value={join}
          data={[
            { value: 'all', label: t('rules.all_hold') },
            { value: 'any', label: t('rules.any_holds') },
          ]}
          onChange={(next) => onChange(groupOf(next as 'all' | 'any', parts))}
        />
      )}
      {parts.length === 0 && <Text className="wn-quiet">{t('rules.no_conditions')}</Text>}
      {parts.map((part, index) =>
        isRule(part) ? (
          <ConditionRow key={index} subject={subject} condition={part} onChange={(next) => replace(index, next)} />
        ) : (
          <GroupEditor
            key={index}
            subject={subject}
            group={part}
            deep
            onChange={(next) => replace(index, partsOf(next).length === 0 ? null : (next as Shown))}
          />
        ),
      )}
      <div className="wn-actions">
        <Button
          size="compact-sm"
          variant="default"
          disabled={!first || parts.length >= 10}
          onClick={() => first && add(newCondition(first))}
        >
          {t('rules.add_condition')}
        </Button>
        {!deep && parts.length > 0 && (
          <Button
            size="compact-sm"
            variant="default"
            disabled={!first || parts.length >= 10}
            onClick={() => first && add(groupOf(join === 'all' ? 'any' : 'all', [newCondition(first)]) as Shown)}
          >
            {t('rules.add_group')}
          </Button>
        )}
      </div>
    </div>
  )
}

type RowProps = { subject: Subject; condition: Condition; onChange: (condition: Condition | null) => void }

function ConditionRow({ subject, condition, onChange }: RowProps) {
  const t = useT()
  const { field: name, test, values } = condition
  const field = subject.fields.find((one) => one.name === name)
  const label = subject.labelOf(name)
  return (
    <div className={classes['condition']}>
      <Select
        size="sm"
        searchable
        aria-label={t('rules.condition_field')}
        allowDeselect={false}
        value={name}
        data={subject.fields.map((one) => ({ value: one.name, label: subject.labelOf(one.name) }))}
        onChange={(next) => {
          const chosen = subject.fields.find((one) => one.name === next)
          if (chosen && next !== name) onChange(newCondition(chosen))
        }}
      />
      <Select
        size="sm"
        aria-label={t('rules.condition_test', { name: label })}
        allowDeselect={false}
        value={test}
        data={(field ? testsOf(field) : [test]).map((value) => ({ value, label: t(`rules.test.${value}`) }))}
        onChange={(next) => next && onChange({ ...condition, test: next as Test })}
      />
      {field && needsValue(test) ? (
        <ConditionValue
          subject={subject}
          field={field}
          values={values}
          label={t('rules.condition_value', { name: label })}
          onChange={(next) => onChange({ ...condition, values: next })}
        />
      ) : (
        <span />
      )}
      <ActionIcon aria-label={t('rules.remove_named', { name: label })} onClick={() => onChange(null)}>
        <IconX size={16} stroke={1.5} />
      </ActionIcon>
    </div>
  )
}
