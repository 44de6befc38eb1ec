// What happened to a record, the newest first; on top what one writes down oneself.
import { Button, Chip, Skeleton } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { type Entity } from '#kernel/contract/index.ts'
import { ProblemAlert, SlotOutlet, useFilled, useInfiniteAction, useLive, useMe, useT } from '#kernel/web/index.tsx'
import { SHOWN, timeline, timelineBesides, timelineWriter } from '../contract.ts'
import { Composer } from './composer.tsx'
import { TimelineLine } from './line.tsx'
import classes from './timeline.module.css'

/** Offered as chips; entries of other kinds stand under all. */
const OFFERED = ['note', 'call', 'mail', 'task', 'change'] as const satisfies readonly (typeof SHOWN)[number][]

export default function TimelinePane({ entity: of, id }: { entity: Entity; id: string }) {
  const t = useT()
  const { may } = useMe()
  const cache = useQueryClient()
  const [kind, setKind] = useState<(typeof OFFERED)[number] | null>(null)
  const [answers, setAnswers] = useState<string | null>(null)
  const composer = useRef<HTMLDivElement>(null)
  const writes = may(timeline.write.can)
  const writesMail = useFilled(timelineWriter) && writes
  const answer = (letter: string) => {
    setAnswers(letter)
    composer.current?.scrollIntoView({ block: 'nearest' })
  }
  const asked = { entity: of.name, record: id, ...(kind ? { kinds: [kind] } : {}) }
  const list = useInfiniteAction(timeline.list, asked)
  const refresh = () => void cache.invalidateQueries({ queryKey: [timeline.list.name] })
  useLive([`${of.name}:${id}`], refresh)
  if (!may(timeline.list.can)) return null
  return (
    <section aria-label={t('timeline.title')}>
      <SlotOutlet of={timelineBesides} entity={of} id={id} onNews={refresh} />
      {writes && (
        <div ref={composer}>
          <Composer of={of} record={id} answers={answers} onAnswers={setAnswers} onWritten={refresh} />
        </div>
      )}
      <div className={classes['chips']} role="group" aria-label={t('timeline.show')}>
        <Chip size="xs" checked={kind === null} onChange={() => setKind(null)}>
          {t('timeline.all')}
        </Chip>
        {OFFERED.map((one) => (
          <Chip key={one} size="xs" checked={kind === one} onChange={() => setKind(kind === one ? null : one)}>
            {t(`timeline.kind.${one}`)}
          </Chip>
        ))}
      </div>
      {list.problem && <ProblemAlert problem={list.problem} onRetry={list.refetch} />}
      {list.isPending && <Skeleton height={160} />}
      <ol className={classes['lines']}>
        {list.items.map((one) => (
          <TimelineLine
            key={one.id}
            of={of}
            id={id}
            happening={one}
            onChanged={refresh}
            onAnswer={writesMail ? answer : null}
          />
        ))}
      </ol>
      {!list.isPending && list.items.length === 0 && <p className="wn-quiet">{t('timeline.empty')}</p>}
      {list.hasMore && (
        <Button variant="subtle" size="compact-sm" loading={list.isFetchingMore} onClick={list.fetchMore}>
          {t('do.show_more')}
        </Button>
      )}
    </section>
  )
}
