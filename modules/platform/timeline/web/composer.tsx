// Writing down a note or a call, or writing mail where a module brings letters.
import { Button, Group, NumberInput, SegmentedControl, Select, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { Entity } from '#kernel/contract/index.ts'
import { ProblemAlert, SlotOutlet, useCommand, useFilled, useT } from '#kernel/web/index.tsx'
import { timeline, timelineWriter } from '../contract.ts'
import classes from './timeline.module.css'

type Kind = 'note' | 'call' | 'mail'
type Props = {
  of: Entity
  record: string
  /** The letter that is answered. */
  answers: string | null
  onAnswers: (letter: string | null) => void
  onWritten: () => void
}

const noCall = { direction: 'out', outcome: 'reached', minutes: null } as const
type Call = { direction: 'in' | 'out'; outcome: 'reached' | 'no_answer' | 'busy'; minutes: number | null }

export function Composer({ of, record, answers, onAnswers, onWritten }: Props) {
  const t = useT()
  const [chosen, setChosen] = useState<Kind>('note')
  const kind = answers === null ? chosen : 'mail'
  const writesMail = useFilled(timelineWriter)
  // What was begun stays while something else is written down.
  const [wasOpened, setOpened] = useState(false)
  if (kind === 'mail' && !wasOpened) setOpened(true)
  return (
    <div className={classes['composer']}>
      <SegmentedControl
        size="xs"
        aria-label={t('timeline.write')}
        value={kind}
        onChange={(next) => {
          setChosen(next as Kind)
          if (next !== 'mail') onAnswers(null)
        }}
        data={(writesMail ? (['note', 'call', 'mail'] as const) : (['note', 'call'] as const)).map((value) => ({
          value,
          label: t(`timeline.kind.${value}`),
        }))}
      />
      {kind !== 'mail' && <Words entity={of.name} record={record} kind={kind} onWritten={onWritten} />}
      {writesMail && wasOpened && (
        <div hidden={kind !== 'mail'}>
          <SlotOutlet
            of={timelineWriter}
            entity={of}
            id={record}
            answers={answers}
            onDone={() => {
              onAnswers(null)
              onWritten()
            }}
          />
        </div>
      )}
    </div>
  )
}

type WordsProps = { entity: string; record: string; kind: 'note' | 'call'; onWritten: () => void }

function Words({ entity, record, kind, onWritten }: WordsProps) {
  const t = useT()
  const [text, setText] = useState('')
  const [call, setCall] = useState<Call>(noCall)
  const { run, isPending, problem } = useCommand(timeline.write, {
    onDone: () => {
      setText('')
      setCall(noCall)
      onWritten()
    },
  })
  const write = () => void run({ entity, record, kind, text, ...(kind === 'call' ? { call } : {}) })
  const words = (name: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: t(`timeline.${name}.${value}`) }))
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        write()
      }}
    >
      {kind === 'call' && (
        <Group gap={8} mt={8}>
          <Select
            size="xs"
            allowDeselect={false}
            aria-label={t('timeline.direction')}
            data={words('direction', ['out', 'in'])}
            value={call.direction}
            onChange={(direction) => setCall({ ...call, direction: direction as Call['direction'] })}
          />
          <Select
            size="xs"
            allowDeselect={false}
            aria-label={t('timeline.outcome')}
            data={words('outcome', ['reached', 'no_answer', 'busy'])}
            value={call.outcome}
            onChange={(outcome) => setCall({ ...call, outcome: outcome as Call['outcome'] })}
          />
          <NumberInput
            size="xs"
            min={0}
            max={1440}
            aria-label={t('timeline.minutes')}
            placeholder={t('timeline.minutes')}
            value={call.minutes ?? ''}
            onChange={(minutes) => setCall({ ...call, minutes: minutes === '' ? null : Number(minutes) })}
          />
        </Group>
      )}
      <Textarea
        mt={8}
        autosize
        minRows={2}
        maxRows={12}
        aria-label={t(`timeline.kind.${kind}`)}
        placeholder={t(kind === 'note' ? 'timeline.note_hint' : 'timeline.call_hint')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && write()}
      />
      <ProblemAlert problem={problem} />
      <Button mt={8} size="sm" type="submit" loading={isPending} disabled={kind === 'note' && text.trim() === ''}>
        {t('timeline.save')}
      </Button>
    </form>
  )
}
