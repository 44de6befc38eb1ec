// What changes about the ticket with the message: seen before it is sent, and each can be taken off.
import { CloseButton } from '@mantine/core'
import { Reference, useFormat, useT } from '#kernel/web/index.tsx'
import type { Beside } from '../../contract/composing/beside.ts'
import type { Chosen } from './insertion.ts'
import classes from './composer.module.css'

const ENTITIES = { assignee: 'user', team: 'team', category: 'category' } as const
type Props = { chosen: Chosen; onChange: (chosen: Chosen) => void }

export function BesideLine({ chosen, onChange }: Props) {
  const t = useT()
  const { status, beside } = chosen
  const fields = (Object.keys(beside) as (keyof Beside)[]).filter((field) => beside[field] !== undefined)
  if (status === null && fields.length === 0) return null
  const without = (field: keyof Beside) => {
    const { [field]: _gone, ...rest } = beside
    onChange({ status, beside: rest })
  }
  return (
    <ul className={classes['beside']} aria-label={t('tickets.beside')}>
      <li className="wn-quiet">{t('tickets.beside')}:</li>
      {status && (
        <Part label={t('ticket.status')} onRemove={() => onChange({ status: null, beside })}>
          {t(`ticket.status.${status}`)}
        </Part>
      )}
      {fields.map((field) => (
        <Part
          key={field}
          label={t(field === 'add_tags' || field === 'remove_tags' ? `tickets.beside.${field}` : `ticket.${field}`)}
          onRemove={() => without(field)}
        >
          <Value field={field} beside={beside} />
        </Part>
      ))}
    </ul>
  )
}

function Part({ label, children, onRemove }: { label: string; children: React.ReactNode; onRemove: () => void }) {
  const t = useT()
  return (
    <li className={classes['part']}>
      <span>
        {label}: <bdi>{children}</bdi>
      </span>
      <CloseButton size="xs" aria-label={t('tickets.remove_filter', { field: label })} onClick={onRemove} />
    </li>
  )
}

function Value({ field, beside }: { field: keyof Beside; beside: Beside }) {
  const t = useT()
  const format = useFormat()
  const value = beside[field]
  if (Array.isArray(value)) return format.list(value)
  if (value === 'me') return t('tickets.me')
  if (value === null) return t(field === 'assignee' ? 'tickets.nobody' : 'tickets.none')
  if (typeof value !== 'string') return null
  if (field in ENTITIES) return <Reference entity={ENTITIES[field as keyof typeof ENTITIES]} id={value} plain />
  return t(`ticket.${field}.${value}`)
}
