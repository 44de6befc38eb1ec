// What happened between two messages: one or two lines, more of them folded.
import { useState } from 'react'
import { Reference, Time, type Translate, useCustomChange, useFormat, useReferences, useT } from '#kernel/web/index.tsx'
import { type Happening, isSnooze, toldChanges } from './story.ts'
import classes from './thread.module.css'

/** So many events cost as little room as the words that would fold them. */
const UNFOLDED = 2

export function Events({ entries, unfolded = false }: { entries: readonly Happening[]; unfolded?: boolean }) {
  const t = useT()
  const [isOpen, setOpen] = useState(false)
  const folds = entries.length > UNFOLDED && !unfolded
  return (
    <div className={classes['events']}>
      {folds && (
        <button type="button" className={classes['unfold']} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? t('tickets.event.fold') : t('tickets.thread.changes', { count: entries.length })}
        </button>
      )}
      {(isOpen || !folds) && entries.map((entry) => <EventLine key={entry.id} entry={entry} absolute={unfolded} />)}
    </div>
  )
}

const isHandedOn = ({ name }: Happening) => name === 'ticket.transferred' || name === 'ticket.escalated'

function EventLine({ entry, absolute }: { entry: Happening; absolute: boolean }) {
  const t = useT()
  const format = useFormat()
  const changes = isSnooze(entry) ? [] : toldChanges(entry)
  return (
    <p className={classes['event']}>
      {changes.length === 0 && (
        <span>
          {isSnooze(entry) ? snoozeWords(t, entry, (at) => format.dateTime(at)) : t('tickets.event.created')}{' '}
        </span>
      )}
      {isHandedOn(entry) && <span>{t(`tickets.event.${entry.name.replace('ticket.', '')}`)} </span>}
      {changes.map(([field, was, is]) => (
        <Change key={field} field={field} was={was} is={is} />
      ))}
      <span>
        {entry.actor ? <Reference entity="user" id={entry.actor} plain /> : t('tickets.system')} ·{' '}
        <Time at={entry.at} absolute={absolute} />
      </span>
    </p>
  )
}

function snoozeWords(t: Translate, { name, changes }: Happening, dateTime: (at: string) => string): string {
  if (name === 'ticket.woken') return t('tickets.event.woken')
  const until = changes['snoozed_until']?.[1]
  return typeof until === 'string' ? t('tickets.snoozed_until', { time: dateTime(until) }) : t('tickets.snoozed_reply')
}

const entityOf: Record<string, string> = {
  assignee: 'user',
  requester: 'user',
  team: 'team',
  department: 'department',
  category: 'category',
  erp_modules: 'erp_module',
}
const longTexts = new Set(['description'])

function Change({ field, was, is }: { field: string; was: unknown; is: unknown }) {
  const t = useT()
  const [from, to] = [useWords(field, was), useWords(field, is)]
  const own = useCustomChange('ticket', field, [was, is], t('tickets.none'))
  if (own) return <span dir="auto">{t('tickets.event.change', { field: own.label, was: own.was, is: own.is })}</span>
  const label = t(`ticket.${field}`)
  return (
    <span dir="auto">
      {longTexts.has(field)
        ? t('tickets.event.changed', { field: label })
        : t('tickets.event.change', { field: label, was: from, is: to })}
    </span>
  )
}

/** A value of a field in words: a name, a choice, or as it is. */
function useWords(field: string, value: unknown): string {
  const t = useT()
  const format = useFormat()
  const entity = entityOf[field]
  const names = useReferences(entity ?? 'user', entity ? [value].flat().filter((id) => typeof id === 'string') : [])
  if (value === null || value === undefined || value === '')
    return t(field === 'assignee' ? 'tickets.nobody' : 'tickets.none')
  if (Array.isArray(value) && value.length === 0) return t('tickets.none')
  if (entity) return format.list(names.map((name) => name ?? '…'))
  if (Array.isArray(value)) return format.list(value.map(String))
  if (field === 'escalation_level') return t('tickets.escalation', { level: String(value) })
  return ['status', 'priority', 'channel', 'type'].includes(field)
    ? t(`ticket.${field}.${String(value)}`)
    : String(value)
}
