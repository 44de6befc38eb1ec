// Why each rule fired for a record or did not, the newest first; folded until somebody wonders.
import { ActionIcon, Button } from '@mantine/core'
import { IconChevronDown, IconRefresh } from '@tabler/icons-react'
import { useId, useState } from 'react'
import {
  Link,
  ProblemAlert,
  RowsSkeleton,
  Time,
  useAction,
  useCommand,
  useKeptChoice,
  useT,
} from '#kernel/web/index.tsx'
import { MOST_RULES, rules, type RuleRunRow, type SubjectOffered } from '../../contract.ts'
import classes from '../rules.module.css'
import { useOffer, useSubject } from '../rule/use-subject.ts'
import { RunList } from './run-list.tsx'

const STEP = 20
const MOST_SHOWN = 200

export default function RecordTrace({ entity, id }: { entity: string; id: string }) {
  const { data } = useOffer()
  const offered = data?.items.find((one) => one.entity === entity)
  return offered ? <Folded key={id} offered={offered} id={id} /> : null
}

function Folded({ offered, id }: { offered: SubjectOffered; id: string }) {
  const t = useT()
  const [isOpen, setOpen] = useKeptChoice('rules.record_open', false)
  const inside = useId()
  return (
    <section className={classes['of-record']} aria-label={t('rules.of_record')}>
      <h2>
        <button
          type="button"
          className={classes['fold']}
          aria-expanded={isOpen}
          aria-controls={inside}
          onClick={() => setOpen(!isOpen)}
        >
          {t('rules.of_record')}
          <IconChevronDown size={14} stroke={1.5} aria-hidden />
        </button>
      </h2>
      <div id={inside} hidden={!isOpen}>
        {isOpen && <Runs offered={offered} id={id} />}
      </div>
    </section>
  )
}

function Runs({ offered, id }: { offered: SubjectOffered; id: string }) {
  const t = useT()
  const subject = useSubject(offered)
  const [limit, setLimit] = useState(STEP)
  const { entity } = offered
  const { data, error, refetch } = useAction(rules.trace, { entity, record: id, limit })
  const named = useAction(rules.list, { entity, sort: 'position', limit: MOST_RULES })
  const retry = useCommand(rules.retry, { onDone: () => void refetch() })
  const nameOf = ({ rule }: RuleRunRow) => named.data?.items.find((one) => one.id === rule)?.name
  return (
    <>
      <ProblemAlert problem={error ?? retry.problem} onRetry={() => void refetch()} />
      {!data && !error && <RowsSkeleton />}
      {data?.items.length === 0 && <p className="wn-quiet">{t('rules.none_asked')}</p>}
      <RunList
        runs={data?.items}
        subject={subject}
        above={(run) => (
          <>
            {nameOf(run) === undefined ? (
              <span className="wn-quiet">{named.data ? t('rules.gone') : '…'}</span>
            ) : (
              <Link to={`/settings/rules/${run.rule}`}>
                <bdi>{nameOf(run)}</bdi>
              </Link>
            )}
            <span className="wn-quiet">
              <Time at={run.created_at} />
            </span>
          </>
        )}
        whyOf={(run) => t('rules.why_of', { name: nameOf(run) ?? t('rules.gone') })}
        onRetry={(id) => void retry.run({ id })}
      />
      <div className={classes['run-head']}>
        {data?.next && limit < MOST_SHOWN && (
          <Button size="compact-sm" variant="subtle" onClick={() => setLimit(Math.min(MOST_SHOWN, limit + 3 * STEP))}>
            {t('do.show_more')}
          </Button>
        )}
        {data && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('rules.refresh')}
            title={t('rules.refresh')}
            onClick={() => void refetch()}
          >
            <IconRefresh size={16} stroke={1.5} />
          </ActionIcon>
        )}
      </div>
    </>
  )
}
