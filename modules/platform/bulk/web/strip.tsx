// How far the runs over a kind of record are, and what came of the last: it stays while one works on, and over a reload.
import { Button, CloseButton } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  keyOf,
  RunStrip,
  toast,
  useAction,
  useCommand,
  useFormat,
  useLive,
  useMe,
  useNow,
  useT,
} from '#kernel/web/index.tsx'
import { bulk, BulkRun, type BulkRunRow, type BulkStrip } from '../contract.ts'
import { useWhy } from './why.ts'

/** How long a result is shown, in milliseconds. */
const SHOWN_MS = 600_000
const isActive = ({ state }: BulkRunRow) => state === 'queued' || state === 'running' || state === 'undoing'

export default function Strip({ entity }: BulkStrip) {
  const me = useMe()
  const now = useNow()
  const cache = useQueryClient()
  const mayRun = me.may(bulk.mine.can)
  const { data } = useAction(bulk.mine, {}, { enabled: mayRun })
  const [hidden, hide] = useState<ReadonlySet<string>>(new Set())
  useLive(mayRun ? [BulkRun.name] : [], () => void cache.invalidateQueries({ queryKey: keyOf(bulk.mine, {}) }))
  const mine = (data?.items ?? []).filter((run) => run.entity === entity)
  const last = mine.find((run) => !isActive(run) && run.total > 0)
  const isFresh = last?.ended_at && !hidden.has(last.id + last.state) && now - Date.parse(last.ended_at) < SHOWN_MS
  return (
    <>
      {mine.filter(isActive).map((run) => (
        <Going key={run.id} run={run} />
      ))}
      {last && isFresh && <Over run={last} onHide={() => hide(new Set([...hidden, last.id + last.state]))} />}
    </>
  )
}

function Going({ run: { id, state, done, total, changed } }: { run: BulkRunRow }) {
  const t = useT()
  const format = useFormat()
  const most = state === 'undoing' ? changed : total
  const words = t(`bulk.${state as 'queued' | 'running' | 'undoing'}`, {
    done: format.number(done),
    total: format.number(most),
  })
  return (
    <RunStrip
      label={t('bulk.progress')}
      title={words}
      going={{ share: done / Math.max(1, most), label: words }}
      stop={state === 'undoing' ? null : { action: bulk.cancel, id }}
    />
  )
}

function Over({ run, onHide }: { run: BulkRunRow; onHide: () => void }) {
  const t = useT()
  const format = useFormat()
  const why = useWhy()
  const cache = useQueryClient()
  const undoing = useCommand(bulk.undo, {
    onDone: () => void cache.invalidateQueries({ queryKey: keyOf(bulk.mine, {}) }),
    onProblem: () => toast(t('problem.bulk_run.not_undoable'), { tone: 'problem' }),
  })
  const isBack = run.state === 'undone'
  const key = { undone: 'bulk.undone', cancelled: 'bulk.stopped', failed: 'bulk.failed' }[run.state as 'undone']
  const skipped = isBack ? run.undo_skipped : run.skipped
  const left = skipped.reduce((sum, { count }) => sum + count, 0)
  const words = t(key ?? 'bulk.changed', { number: format.number(isBack ? run.undone : run.changed) })
  const rest = left > 0 ? ` · ${t('bulk.left', { number: format.number(left), why: why(skipped) })}` : ''
  return (
    <RunStrip
      label={t('bulk.progress')}
      title={<span role="status">{words + rest}</span>}
      tools={
        <>
          {!isBack && run.changed > 0 && run.undo_until && (
            <Button
              size="compact-sm"
              variant="default"
              loading={undoing.isPending}
              onClick={() => void undoing.run({ id: run.id })}
            >
              {t('bulk.undo')}
            </Button>
          )}
          <CloseButton size="sm" aria-label={t('bulk.close')} onClick={onHide} />
        </>
      }
    />
  )
}
