// A segment while it is being put together, with how many clients its conditions hold for.
import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { asGroup, type Conditions, needsValues, refusalsBelow, type Rule, rulesIn } from '#kernel/contract/index.ts'
import {
  ConditionBuilder,
  ProblemAlert,
  useAction,
  useCommand,
  useFormat,
  useSettled,
  useT,
} from '#kernel/web/index.tsx'
import { Client, type SegmentRow, segments } from '../../contract.ts'
import classes from './segments.module.css'

type Props = { segment: SegmentRow | null; onDone: () => void; onCancel: () => void }

const isWhole = ({ test, values }: Rule) => !needsValues(test) || values.length > 0

export function SegmentForm({ segment, onDone, onCancel }: Props) {
  const t = useT()
  const [name, setName] = useState(segment?.name ?? '')
  const [note, setNote] = useState(segment?.note ?? '')
  const [group, setGroup] = useState(asGroup(segment?.conditions as Conditions | undefined))
  const create = useCommand(segments.create, { onDone })
  const update = useCommand(segments.update, { onDone })
  const { problem, isPending } = segment ? update : create
  const rules = rulesIn(group)
  const refusals = refusalsBelow(problem?.refusals ?? [], '/conditions')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const given = { name, note, conditions: group }
    if (segment) void update.run({ id: segment.id, ...given })
    else void create.run(given)
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label={t('client_segment.name')}
          required
          dir="auto"
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Stack gap={6}>
          <Text size="sm" fw={500} component="span">
            {t('client_segment.conditions')}
          </Text>
          <ConditionBuilder
            entity={Client.name}
            label={t('client_segment.conditions')}
            value={group}
            refusals={refusals}
            onChange={setGroup}
          />
        </Stack>
        {rules.length > 0 && rules.every(({ rule }) => isWhole(rule)) && <Preview conditions={group} />}
        <Textarea
          label={t('client_segment.note')}
          dir="auto"
          autosize
          minRows={1}
          maxRows={5}
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {refusals.length === 0 && <ProblemAlert problem={problem} />}
        <Group gap="sm">
          <Button
            type="submit"
            loading={isPending}
            disabled={name.trim() === '' || rules.length === 0 || !rules.every(({ rule }) => isWhole(rule))}
          >
            {t(segment ? 'do.save' : 'do.create')}
          </Button>
          <Button variant="subtle" color="gray" onClick={onCancel}>
            {t('do.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function Preview({ conditions }: { conditions: Conditions }) {
  const t = useT()
  const format = useFormat()
  const settled = useSettled(JSON.stringify(conditions), 400)
  const { data, error } = useAction(
    segments.preview,
    { conditions: JSON.parse(settled) },
    { keep: true, staleMs: 10_000 },
  )
  if (error) return <ProblemAlert problem={error} />
  return (
    <div className={classes['preview']} role="status" aria-busy={!data}>
      <strong>
        {!data
          ? '…'
          : data.count === 0
            ? t('segments.nobody')
            : t('segments.preview', { number: `${format.number(data.count)}${data.capped ? '+' : ''}` })}
      </strong>
      {data && data.items.length > 0 && (
        <span className="wn-quiet">
          {t('segments.first', { names: format.list(data.items.map((one) => one.name)) })}
        </span>
      )}
    </div>
  )
}
