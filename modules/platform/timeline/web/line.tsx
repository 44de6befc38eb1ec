// One thing that happened: what somebody wrote, or what changed from what to what.
import { ActionIcon, Anchor } from '@mantine/core'
import {
  IconChecklist,
  IconHistory,
  IconMail,
  IconNote,
  IconPaperclip,
  IconPhone,
  IconTrash,
} from '@tabler/icons-react'
import { choicesOf, type Entity, hintsOf } from '#kernel/contract/index.ts'
import {
  Link,
  ProblemAlert,
  Reference,
  SlotOutlet,
  Time,
  useCommand,
  useCustomChange,
  useFormat,
  useHasText,
  useMe,
  useReferences,
  useT,
} from '#kernel/web/index.tsx'
import { links as fileLinks } from '#modules/platform/files/contract.ts'
import { type Happening, timeline, timelineMail, WRITTEN } from '../contract.ts'
import classes from './timeline.module.css'

const ICONS = { note: IconNote, call: IconPhone, mail: IconMail, task: IconChecklist, file: IconPaperclip }

type Props = {
  of: Entity
  /** The record whose page it is. */
  id: string
  happening: Happening
  onChanged: () => void
  onAnswer: ((letter: string) => void) | null
}

export function TimelineLine({ of, id, happening, onChanged, onAnswer }: Props) {
  const t = useT()
  const has = useHasText()
  const { user, may } = useMe()
  const { entry, actor, at, name, changes } = happening
  const { run, isPending } = useCommand(timeline.remove, { onDone: onChanged })
  const Sign = entry ? ICONS[entry.kind] : IconHistory
  return (
    <li className={classes['line']} data-kind={entry?.kind ?? 'change'}>
      <Sign size={16} stroke={1.5} aria-hidden="true" />
      <div>
        <p className={classes['who']}>
          <b>{entry ? t(`timeline.kind.${entry.kind}`) : has(`event.${name}`) ? t(`event.${name}`) : name}</b>
          {entry?.kind === 'call' && <CallFacts facts={entry.facts} />}
          {entry?.kind === 'file' && <FileFacts facts={entry.facts} />}
          {entry?.kind === 'task' && ` · ${t(`timeline.task.${String(entry.facts['move'] ?? 'created')}`)}`}
          {' · '}
          <Who actor={actor} entry={entry} />
          {' · '}
          <Time at={at} />
          {entry && entry.edits > 0 && ` · ${t('timeline.edited')}`}
        </p>
        {entry?.kind === 'mail' && (
          <SlotOutlet of={timelineMail} entity={of} id={id} entry={entry} onAnswer={onAnswer} />
        )}
        {entry?.text && entry.kind !== 'mail' && (
          <p className={classes['text']} dir="auto">
            {entry.kind === 'task' && typeof entry.facts['task'] === 'string' ? (
              <Link to={`/tasks/${entry.facts['task']}`}>{entry.text}</Link>
            ) : (
              entry.text
            )}
          </p>
        )}
        {Object.entries(changes).map(([field, [was, is]]) => (
          <Change key={field} of={of} field={field} was={was} is={is} />
        ))}
      </div>
      {entry && WRITTEN.includes(entry.kind as never) && entry.author === user.id && may(timeline.remove.can) && (
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={t('timeline.remove')}
          loading={isPending}
          onClick={() => void run({ id: entry.id })}
        >
          <IconTrash size={14} stroke={1.5} />
        </ActionIcon>
      )}
    </li>
  )
}

/** Mail that came in is of whoever wrote it. */
function Who({ actor, entry }: Pick<Happening, 'actor' | 'entry'>) {
  const t = useT()
  const from = entry?.kind === 'mail' && entry.facts['direction'] === 'in' ? entry.facts['from'] : null
  if (typeof from === 'string') return <bdi>{from}</bdi>
  return actor ? <Reference entity="user" id={actor} plain /> : t('timeline.system')
}

function CallFacts({ facts }: { facts: Record<string, unknown> }) {
  const t = useT()
  const { direction = 'out', outcome = 'reached', minutes } = facts
  return (
    <>
      {' · '}
      {t(`timeline.direction.${String(direction)}`)}, {t(`timeline.outcome.${String(outcome)}`)}
      {typeof minutes === 'number' && `, ${t('timeline.for_minutes', { number: minutes })}`}
    </>
  )
}

/** `path` is that of an action that answers the bytes. */
function FileFacts({ facts: { name, path } }: { facts: Record<string, unknown> }) {
  const { run, problem } = useCommand(fileLinks.create, { onDone: ({ url }) => location.assign(url) })
  if (typeof name !== 'string' || typeof path !== 'string') return null
  return (
    <>
      {' · '}
      <Anchor component="button" type="button" size="sm" onClick={() => void run({ path })}>
        <bdi>{name}</bdi>
      </Anchor>
      <ProblemAlert problem={problem} />
    </>
  )
}

function Change({ of, field, was, is }: { of: Entity; field: string; was: unknown; is: unknown }) {
  const t = useT()
  const [from, to] = [useWords(of, field, was), useWords(of, field, is)]
  const own = useCustomChange(of.name, field, [was, is], t('timeline.nothing'))
  return (
    <p className={classes['change']} dir="auto">
      {t(
        'timeline.change',
        own ? { field: own.label, was: own.was, is: own.is } : { field: t(`${of.name}.${field}`), was: from, is: to },
      )}
    </p>
  )
}

/** A value of a field in words: a name, a choice, or as it is. */
function useWords(of: Entity, field: string, value: unknown): string {
  const t = useT()
  const format = useFormat()
  const schema = of.fields[field]
  const refers = schema ? hintsOf(schema).refers : undefined
  const names = useReferences(refers ?? 'user', refers ? [value].flat().filter((id) => typeof id === 'string') : [])
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0))
    return t('timeline.nothing')
  if (refers) return format.list(names.map((name) => name ?? '…'))
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
  if (Array.isArray(value)) return format.list(value.map(String))
  return schema && choicesOf(schema).length > 0 ? t(`${of.name}.${field}.${String(value)}`) : String(value)
}
