// What an entry says, in the reader's words.
import { Reference, useHasText, useT } from '#kernel/web/index.tsx'
import { type Hue, type Shape, StatusMark } from '#ui/status-mark.tsx'
import type { AuditEntry, OUTCOMES } from '../contract.ts'
import classes from './audit.module.css'

type Outcome = (typeof OUTCOMES)[number]

export function Who({
  of: { actor_id, actor_kind, role },
}: {
  of: Pick<AuditEntry, 'actor_id' | 'actor_kind' | 'role'>
}) {
  const t = useT()
  if (actor_id) return <Reference entity="user" id={actor_id} />
  if (actor_kind === 'person') return <span className="wn-quiet">{'—'}</span>
  return (
    <span className="wn-quiet">
      {t(`audit.actor.${actor_kind}`)}
      {actor_kind === 'database' && role !== '' && (
        <>
          {' '}
          <bdi>{role}</bdi>
        </>
      )}
    </span>
  )
}

/** An action by its name for people; a job or subscription by its own. */
export function What({ action }: { action: string }) {
  const t = useT()
  const has = useHasText()
  const cause = `audit.cause.${action.replaceAll(/[^a-z]+/g, '_')}`
  if (has(`action.${action}`)) return <>{t(`action.${action}`)}</>
  return has(cause) ? <>{t(cause)}</> : <bdi>{action}</bdi>
}

/** The kind of record, or nothing where a kind has no name for people. */
export function Kind({ entity }: { entity: string }) {
  const t = useT()
  const has = useHasText()
  if (entity === '') return null
  return has(`${entity}.one`) ? <>{t(`${entity}.one`)}</> : <bdi>{entity}</bdi>
}

const OUTCOME: Record<Outcome, [Hue, Shape]> = {
  done: ['green', 'done'],
  refused: ['amber', 'paused'],
  failed: ['red', 'level-4'],
}

export function OutcomeMark({ outcome }: { outcome: Outcome }) {
  const t = useT()
  const [hue, shape] = OUTCOME[outcome]
  return (
    <StatusMark hue={hue} shape={shape}>
      {t(`audit.outcome.${outcome}`)}
    </StatusMark>
  )
}

/** A field's name as its form shows it. */
export function useFieldName() {
  const t = useT()
  const has = useHasText()
  return (entity: string | null, field: string) =>
    entity && has(`${entity}.${field}`) ? t(`${entity}.${field}`) : field
}

type Shown = { entity: string | null; name: string; refers: string | null; choice: boolean; value: unknown }

/** A recorded value as people read it: names for ids, words for choices. */
export function Value({ entity, name, refers, choice, value }: Shown) {
  const t = useT()
  const has = useHasText()
  if (value === null || value === undefined || value === '') return <span className="wn-quiet">{'—'}</span>
  if (refers && typeof value === 'string') return <Reference entity={refers} id={value} plain />
  if (refers && Array.isArray(value)) {
    return (
      <span className={classes['several']}>
        {value.map((id) => (
          <Reference key={String(id)} entity={refers} id={String(id)} plain />
        ))}
      </span>
    )
  }
  const key = `${entity ?? ''}.${name}.${String(value as string)}`
  if (choice && has(key)) return <>{t(key)}</>
  if (typeof value === 'boolean') return <>{t(value ? 'yes' : 'no')}</>
  return <bdi>{typeof value === 'object' ? JSON.stringify(value) : String(value as string)}</bdi>
}
