// Work that goes on by itself — a file being read or written, many records being changed: how far it is, and what came of it.
import { Button, Progress } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Action } from '../../contract/index.ts'
import { useCommand } from '../call/hooks.ts'
import { useFormat, useT } from '../language/hooks.tsx'
import { toast } from '../shell/toast.ts'
import classes from './runs.module.css'

export type Run = {
  /** What it is called. */
  title: ReactNode
  /** What is said of it, in short pieces. */
  says?: readonly ReactNode[]
  /** While it works: how far it is, from 0 to 1, and what the bar is called. */
  going?: { share: number; label: string } | null
  /** What stops it, where it may be stopped now. */
  stop?: { action: Action<{ id: string }, any, any>; id: string } | null
  began?: string
  /** What else may be done with it. */
  tools?: ReactNode
}

/** The newest first. */
export function RunList({ label, runs }: { label: string; runs: readonly (Run & { id: string })[] }) {
  return (
    <ul className={classes['list']} aria-label={label}>
      {runs.map(({ id, ...run }) => (
        <li key={id}>
          <RunParts {...run} />
        </li>
      ))}
    </ul>
  )
}

/** One of them across a page, above what it works on. */
export function RunStrip({ label, ...run }: Run & { label: string }) {
  return (
    <section className={classes['strip']} aria-label={label}>
      <RunParts {...run} />
    </section>
  )
}

function RunParts({ title, says = [], going, stop, began, tools }: Run) {
  const format = useFormat()
  const pieces = began ? [...says, format.date(began)] : says
  return (
    <>
      <div className={classes['told']}>
        <span className={classes['title']}>{title}</span>
        {pieces.length > 0 && (
          <span className={classes['says']}>
            {pieces.map((one, at) => (
              <span key={at}>{one}</span>
            ))}
          </span>
        )}
        {going && (
          <Progress className={classes['bar']!} value={100 * Math.min(1, going.share)} aria-label={going.label} />
        )}
      </div>
      {(stop || tools) && (
        <div className={classes['tools']}>
          {stop && <Stop {...stop} />}
          {tools}
        </div>
      )}
    </>
  )
}

function Stop({ action, id }: NonNullable<Run['stop']>) {
  const t = useT()
  const stopping = useCommand(action, {
    onProblem: ({ code }) => toast(t(`problem.${code}`), { tone: 'problem' }),
  })
  return (
    <Button size="compact-sm" variant="default" loading={stopping.isPending} onClick={() => void stopping.run({ id })}>
      {t('do.stop')}
    </Button>
  )
}
