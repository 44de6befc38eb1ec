// One import, step by step from its columns to its result. Everything stands in the run itself: a reload shows the same step.
import { Alert, Button, Group, Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Link, type Run, RunStrip, toast, useCommand, useDownload, useFormat, useT } from '#kernel/web/index.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { type ImportKind, imports, type ImportRow } from '../contract.ts'
import classes from './imports.module.css'
import { Choices } from './steps/choices.tsx'
import { Mapping } from './steps/mapping.tsx'
import { Outcome } from './steps/outcome.tsx'
import { Reading } from './steps/reading.tsx'

type Props = { run: ImportRow; kind: ImportKind; above: ReactNode }
const WORKS: ReadonlySet<string> = new Set(['checking', 'running', 'undoing'])
const STEPS = ['columns', 'check', 'run', 'result'] as const

export function OneImport({ run, kind, above }: Props) {
  const t = useT()
  const format = useFormat()
  const download = useDownload()
  const [isBack, goBack] = useState(false)
  const told = {
    onProblem: (problem: { code: string }) =>
      toast(t(`problem.${problem.code}` as 'problem.internal'), { tone: 'problem' }),
  }
  const change = useCommand(imports.update, told)
  const check = useCommand(imports.check, { ...told, onDone: () => goBack(false) })
  const write = useCommand(imports.run, told)
  const undo = useCommand(imports.undo, told)
  const { id, state } = run
  const step = stepOf(run, isBack)
  const isWorking = WORKS.has(state)
  const set = (wanted: object) => void change.run({ id, ...wanted })
  const isMapped = run.mapping.some((name) => name !== null)
  const faults = run.faults > 0 && !isWorking && step !== 'columns' && (
    <Button variant="default" onClick={() => void download(imports.faults, { id }, `${run.file_name}.errors.csv`)}>
      {t('import.faults')}
    </Button>
  )
  return (
    <>
      <PageHeader title={<bdi>{run.file_name}</bdi>} above={above} beside={t(`import.state.${state}`)} />
      <div className={classes['body']}>
        <ol className={classes['steps']} aria-label={t('import.steps')}>
          {STEPS.map((name, at) => (
            <li key={name} {...(name === step ? { 'aria-current': 'step' as const } : {})}>
              {at + 1}. {t(`import.step.${name}`)}
            </li>
          ))}
        </ol>
        {run.reason && <Alert color="red">{t(`problem.${run.reason}` as 'problem.internal')}</Alert>}
        {step === 'columns' && (
          <>
            <Reading run={run} change={set} isBusy={change.isPending} />
            <Mapping run={run} kind={kind} change={set} />
            <Choices run={run} kind={kind} change={set} />
            <Group>
              <Button loading={check.isPending} disabled={!isMapped} onClick={() => void check.run({ id })}>
                {t('import.check')}
              </Button>
              {!isMapped && <Text c="dimmed">{t('import.map_first')}</Text>}
            </Group>
          </>
        )}
        {isWorking && (
          <RunStrip
            label={t('import_run.one')}
            title={
              <span role="status">
                {state === 'checking'
                  ? t('import.checking_text', { done: format.number(run.done) })
                  : t('import.progress', { done: format.number(run.done), total: format.number(run.total) })}
              </span>
            }
            {...workOf(run, t(`import.state.${state}`))}
          />
        )}
        {step !== 'columns' && Object.keys(run.counts).length > 0 && <Outcome run={run} />}
        {state === 'undone' && (
          <Text>
            {t('import.undone', { number: format.number(run.undone) })}
            {run.undo_kept > 0 && ` ${t('import.undo_kept', { number: format.number(run.undo_kept) })}`}
          </Text>
        )}
        {(state === 'done' || state === 'cancelled') && run.undo_until && (
          <Text c="dimmed">{t('import.undo_until', { date: format.date(run.undo_until) })}</Text>
        )}
        <Group>
          {state === 'checked' && !isBack && (
            <>
              <Button loading={write.isPending} onClick={() => void write.run({ id })}>
                {t('import.run')}
              </Button>
              <Button variant="default" onClick={() => goBack(true)}>
                {t('import.back')}
              </Button>
            </>
          )}
          {(state === 'done' || state === 'cancelled') && (
            <Button component={Link} to={kind.page}>
              {t(`${kind.entity}.many` as 'import_run.many')}
            </Button>
          )}
          {faults}
          {(state === 'done' || state === 'cancelled' || state === 'failed') && run.undo_until && (
            <Button variant="default" loading={undo.isPending} onClick={() => void undo.run({ id })}>
              {t('import.undo')}
            </Button>
          )}
        </Group>
      </div>
    </>
  )
}

function stepOf({ state, undo_until }: ImportRow, isBack: boolean): (typeof STEPS)[number] {
  if (state === 'draft' || (state === 'failed' && undo_until === null)) return 'columns'
  if (state === 'checking') return 'check'
  if (state === 'checked') return isBack ? 'columns' : 'check'
  return state === 'running' ? 'run' : 'result'
}

/** How far an import is, and what stops it; what is taken back is not stopped halfway. */
export function workOf({ id, state, read, done, total }: ImportRow, label: string): Pick<Run, 'going' | 'stop'> {
  const share = state === 'checking' ? read / 100 : done / Math.max(1, total)
  return {
    going: WORKS.has(state) ? { share, label } : null,
    stop: WORKS.has(state) && state !== 'undoing' ? { action: imports.cancel, id } : null,
  }
}
