// The category, what was thought of it and by which words; one click confirms or corrects.
import { Button } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import type { Row } from '#kernel/contract/index.ts'
import { Reference, ReferencePicker, useAction, useCommand, useFormat, useMe, useT } from '#kernel/web/index.tsx'
import type { Ticket } from '../../../contract.ts'
import { suggesting } from '../../../contract/categorising.ts'
import type { TicketChanges } from '../changes.ts'
import { useRefusal } from '../refusal.ts'
import panel from './panel.module.css'

type Props = { ticket: Row<typeof Ticket>; changes: TicketChanges }

export function CategoryField({ ticket, changes }: Props) {
  const t = useT()
  const mayUpdate = useMe().may(suggesting.categorise.can)
  return (
    <>
      <ReferencePicker
        entity="category"
        label={t('ticket.category')}
        placeholder={t('tickets.none')}
        value={ticket.category}
        clearable
        disabled={!mayUpdate}
        onChange={changes.categorise}
      />
      {mayUpdate && <Thought key={`${ticket.id} ${ticket.category}`} ticket={ticket} />}
    </>
  )
}

function Thought({ ticket }: { ticket: Row<typeof Ticket> }) {
  const t = useT()
  const format = useFormat()
  const onProblem = useRefusal()
  const { data, refetch } = useAction(suggesting.suggestion, { id: ticket.id })
  const { run } = useCommand(suggesting.categorise, {
    optimistic: ({ category }) => ({ id: ticket.id, category }),
    onProblem,
    onDone: () => void refetch(),
  })
  const thought = data?.suggestion
  if (!thought || thought.state === 'confirmed' || thought.state === 'corrected') return null
  // Somebody chose another way meanwhile.
  if (thought.state === 'set' && ticket.category !== thought.category) return null
  const [best] = thought.candidates
  const words = format.list(best!.words.map(({ word }) => `«${word}»`))
  return (
    <div className={panel['thought']} role="group" aria-label={t('tickets.thought')}>
      <p>
        {thought.by_keywords
          ? t(thought.state === 'set' ? 'tickets.thought_keywords_set' : 'tickets.thought_keywords', { words })
          : t(thought.state === 'set' ? 'tickets.thought_set' : 'tickets.thought_offered', {
              percent: Math.round(thought.confidence * 100),
            })}
      </p>
      {!thought.by_keywords && best!.words.length > 0 && (
        <p className="wn-quiet">{t('tickets.thought_words', { words })}</p>
      )}
      <div className={panel['choices']}>
        {thought.candidates.map(({ category, confidence }) => (
          <Button
            key={category}
            size="compact-sm"
            variant={category === ticket.category ? 'light' : 'default'}
            leftSection={category === ticket.category ? <IconCheck size={14} stroke={1.5} /> : null}
            title={`${Math.round(confidence * 100)} %`}
            onClick={() => void run({ id: ticket.id, category })}
          >
            <Reference entity="category" id={category} plain />
          </Button>
        ))}
      </div>
    </div>
  )
}
