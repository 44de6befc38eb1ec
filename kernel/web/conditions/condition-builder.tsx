// Conditions put together by hand: rules and groups of which all hold, or one does. For segments, rules, views.
import { ActionIcon, Button, SegmentedControl, Text } from '@mantine/core'
import { IconFolderPlus, IconPlus, IconTrash } from '@tabler/icons-react'
import {
  type Asked,
  type ConditionGroup,
  type Conditions,
  isRule,
  JUDGED_LEVELS,
  MOST_IN_GROUP,
  MOST_JUDGED_IN_GROUP,
  MOST_LEVELS,
  MOST_RULES,
  partsOf,
  type Refusal,
  rulesIn,
} from '../../contract/index.ts'
import { useRefusalWords } from '../form/refusal-words.ts'
import { RowsSkeleton } from '../frame/skeleton.tsx'
import { useT } from '../language/hooks.tsx'
import { ProblemAlert } from '../problem/problem-alert.tsx'
import classes from './conditions.module.css'
import { RuleRow } from './rule-row.tsx'
import { type Askable, emptyRule, useAskable } from './use-askable.ts'

export type ConditionBuilderProps = {
  /** The kind of record: an entity's name. */
  entity: string
  /** A group; `{ all: [] }` to begin with. */
  value: ConditionGroup
  onChange: (value: ConditionGroup) => void
  /** Refusals of the server, with pointers from the conditions on. */
  refusals?: readonly Refusal[]
  label?: string
  /** The fields of conditions that are judged of a record at hand (`shownSchema`), made by `judgedAs`; kept by the caller. */
  judged?: readonly Asked[]
}

export function ConditionBuilder({ entity, value, onChange, refusals = [], label, judged }: ConditionBuilderProps) {
  const t = useT()
  const askable = useAskable(entity, judged)
  if (askable.error) return <ProblemAlert problem={askable.error} />
  if (!askable.asked) return <RowsSkeleton />
  const isFull = rulesIn(value).length >= MOST_RULES
  return (
    <Group
      askable={askable}
      group={value}
      level={1}
      pointer=""
      refusals={refusals}
      isFull={isFull}
      label={label ?? t('conditions.title')}
      onChange={onChange}
    />
  )
}

type GroupProps = {
  askable: Askable
  group: ConditionGroup
  level: number
  pointer: string
  refusals: readonly Refusal[]
  isFull: boolean
  label: string
  onChange: (group: ConditionGroup) => void
  onRemove?: () => void
}

function Group({ askable, group, level, pointer, refusals, isFull, label, onChange, onRemove }: GroupProps) {
  const t = useT()
  const { join, parts } = partsOf(group)
  const say = (next: readonly Conditions[], how = join) => onChange(how === 'all' ? { all: next } : { any: next })
  const change = (at: number, part: Conditions) => say(parts.map((one, index) => (index === at ? part : one)))
  const remove = (at: number) => say(parts.filter((_one, index) => index !== at))
  const fresh = () => emptyRule(askable.asked![0]!)
  const mayAdd =
    !isFull && parts.length < (askable.isJudged ? MOST_JUDGED_IN_GROUP : MOST_IN_GROUP) && askable.asked!.length > 0
  const words = useRefusalWords()
  const ofAll = level === 1 ? refusals.find((one) => one.pointer === '') : undefined
  return (
    <div role="group" aria-label={label} className={classes['group']} data-level={level}>
      {(parts.length > 1 || level > 1) && (
        <div className={classes['head']}>
          <SegmentedControl
            size="xs"
            aria-label={t('conditions.join')}
            value={join}
            data={[
              { value: 'all', label: t('conditions.all') },
              { value: 'any', label: t('conditions.any') },
            ]}
            onChange={(how) => say(parts, how as 'all' | 'any')}
          />
          {onRemove && (
            <ActionIcon size="md" aria-label={t('conditions.remove_group')} onClick={onRemove}>
              <IconTrash size={16} stroke={1.5} />
            </ActionIcon>
          )}
        </div>
      )}
      {parts.map((part, index) => {
        const at = `${pointer}/${join}/${index}`
        if (isRule(part))
          return (
            <RuleRow
              key={index}
              askable={askable}
              rule={part}
              refusals={refusals.filter((one) => one.pointer.startsWith(`${at}/`) || one.pointer === at)}
              onChange={(next) => change(index, next)}
              onRemove={() => remove(index)}
            />
          )
        return (
          <Group
            key={index}
            askable={askable}
            group={part}
            level={level + 1}
            pointer={at}
            refusals={refusals}
            isFull={isFull}
            label={t('conditions.group', { number: index + 1 })}
            onChange={(next) => (partsOf(next).parts.length === 0 ? remove(index) : change(index, next))}
            onRemove={() => remove(index)}
          />
        )
      })}
      <div className={classes['add']}>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} stroke={1.5} />}
          disabled={!mayAdd}
          onClick={() => say([...parts, fresh()])}
        >
          {t('conditions.add_rule')}
        </Button>
        {level < (askable.isJudged ? JUDGED_LEVELS : MOST_LEVELS) && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconFolderPlus size={14} stroke={1.5} />}
            disabled={!mayAdd}
            onClick={() => say([...parts, join === 'all' ? { any: [fresh()] } : { all: [fresh()] }])}
          >
            {t('conditions.add_group')}
          </Button>
        )}
      </div>
      {ofAll && (
        <Text size="xs" c="red" role="alert">
          {words(ofAll, null)}
        </Text>
      )}
    </div>
  )
}
