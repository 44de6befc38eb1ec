// A letter in the timeline: under which subject, to whom, what it says, what came with it, and how far it has come.
import { Anchor, Badge, Button } from '@mantine/core'
import { IconArrowBackUp, IconPaperclip } from '@tabler/icons-react'
import { useState } from 'react'
import type { Entity } from '#kernel/contract/index.ts'
import {
  Link,
  ProblemAlert,
  Reference,
  useAction,
  useCommand,
  useFormat,
  useHasText,
  useMe,
  useT,
} from '#kernel/web/index.tsx'
import { links } from '#modules/platform/files/contract.ts'
import type { TimelineEntryRow } from '#modules/platform/timeline/contract.ts'
import { type Hue, type Shape, StatusMark } from '#ui/status-mark.tsx'
import { letters, type LetterRow, READ, type SubjectKind } from '../contract.ts'
import classes from './letters.module.css'
import { FOLDERS, useLetters } from './use-letters.ts'

type Line = Omit<LetterRow, 'text' | 'quoted'>
type Props = { entity: Entity; id: string; entry: TimelineEntryRow; onAnswer: ((letter: string) => void) | null }

/** Longer letters are shown by their beginning. */
const SHOWN = 1_200

export default function MailLine({ entity, id, entry, onAnswer }: Props) {
  const t = useT()
  const format = useFormat()
  const { may } = useMe()
  const { letter: key, subject, to, has_quote } = entry.facts as Record<string, unknown>
  const letter = useLetters(entity, id).find((one) => one.id === key)
  const [isWhole, setWhole] = useState(false)
  // A letter of a deal, told with its client: it is answered where it belongs.
  const isBeside = entry.entity !== entity.name
  const cut = !isWhole && entry.text.length > SHOWN
  return (
    <div className={classes['letter']}>
      <p className={classes['subject']}>
        <b dir="auto">{String(subject || '—')}</b>
        {letter?.automatic && (
          <Badge size="xs" variant="light" color="gray">
            {t('letters.automatic')}
          </Badge>
        )}
        {letter?.direction === 'out' && <LetterState letter={letter} />}
      </p>
      {Array.isArray(to) && to.length > 0 && (
        <p className="wn-quiet">
          {t('letters.to')}: <bdi>{format.list(to.map(String))}</bdi>
        </p>
      )}
      {isBeside && (
        <p className="wn-quiet">
          {t(`${entry.entity}.one`)}:{' '}
          <Link to={`${FOLDERS[entry.entity as SubjectKind]}/${entry.record}`}>
            <Reference entity={entry.entity} id={entry.record} />
          </Link>
        </p>
      )}
      <p className={classes['text']} dir="auto">
        {cut ? `${entry.text.slice(0, SHOWN).toWellFormed()}…` : entry.text}
      </p>
      {cut && (
        <Button variant="subtle" size="compact-xs" onClick={() => setWhole(true)}>
          {t('do.show_more')}
        </Button>
      )}
      {typeof key === 'string' && has_quote === true && may(READ) && <Quote letter={key} />}
      {letter && letter.files.length > 0 && <Files letter={letter} />}
      {typeof key === 'string' && letter && onAnswer && !isBeside && (
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<IconArrowBackUp size={14} stroke={1.5} className="wn-mirrors" />}
          onClick={() => onAnswer(key)}
        >
          {t('letters.answer')}
        </Button>
      )}
    </div>
  )
}

const LOOKS: Record<LetterRow['state'], [Hue, Shape]> = {
  received: ['blue', 'done'],
  queued: ['slate', 'empty'],
  sent: ['green', 'done'],
  partly: ['amber', 'level-4'],
  failed: ['red', 'level-4'],
  bounced: ['red', 'level-4'],
  kept: ['slate', 'closed'],
}

/** Where somebody was not reached, who and why. */
function LetterState({ letter: { state, people } }: { letter: Line }) {
  const t = useT()
  const has = useHasText()
  const [hue, shape] = LOOKS[state]
  const lost = people.flatMap(({ address, state: fate, cause, message }) => {
    if (fate !== 'failed' && fate !== 'bounced') return []
    const why = [`outgoing.cause.${cause}`, `mail_cause.${cause}`].find((name) => has(name))
    return [[address, why && t(why), message].filter(Boolean).join(' · ')]
  })
  return (
    <>
      <StatusMark hue={hue} shape={shape}>
        {t(`letter.state.${state}`)}
      </StatusMark>
      {lost.map((one) => (
        <span key={one} className={classes['lost']}>
          <bdi>{one}</bdi>
        </span>
      ))}
    </>
  )
}

function Quote({ letter }: { letter: string }) {
  const t = useT()
  const [isOpen, setOpen] = useState(false)
  const { data, error } = useAction(letters.get, { id: letter }, { enabled: isOpen })
  return (
    <>
      <Button variant="subtle" size="compact-xs" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {t(isOpen ? 'letters.hide_quote' : 'letters.show_quote')}
      </Button>
      <ProblemAlert problem={error} />
      {isOpen && data && (
        <blockquote className={classes['quote']} dir="auto">
          {data.quoted}
        </blockquote>
      )}
    </>
  )
}

function Files({ letter }: { letter: Line }) {
  const t = useT()
  const format = useFormat()
  const { run, problem } = useCommand(links.create, { onDone: ({ url }) => location.assign(url) })
  return (
    <>
      <ul className={classes['files']} aria-label={t('letter.files')}>
        {letter.files.map(({ file, name, size }) => (
          <li key={file}>
            <IconPaperclip size={14} stroke={1.5} aria-hidden="true" />
            <Anchor
              component="button"
              type="button"
              size="sm"
              onClick={() => void run({ path: `/api/letters/${letter.id}/files/${file}` })}
            >
              <bdi>{name}</bdi>
            </Anchor>
            <span className="wn-quiet">{format.size(size)}</span>
          </li>
        ))}
      </ul>
      <ProblemAlert problem={problem} />
    </>
  )
}
