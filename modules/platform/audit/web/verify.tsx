// Proving the chain, piece by piece, as long as it takes.
import { Button } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { type Out, Problem } from '#kernel/contract/index.ts'
import { ProblemAlert, useCall, useFormat, useT } from '#kernel/web/index.tsx'
import { audit } from '../contract.ts'
import classes from './audit.module.css'

type Broken = { seq: number; reason: string }
type Proof = {
  run: () => void
  isRunning: boolean
  state: { checked: number; erased: number; isDone: boolean; broken: Broken | null } | null
  problem: Problem | null
}

export function useVerify(): Proof {
  const call = useCall()
  const [state, setState] = useState<Proof['state']>(null)
  const [isRunning, setRunning] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  async function prove() {
    setRunning(true)
    setProblem(null)
    let [checked, erased] = [0, 0]
    try {
      for (let from: number | null = 1; from !== null;) {
        const verdict: Out<typeof audit.verify> = await call(audit.verify, { from })
        checked += verdict.checked
        erased += verdict.erased
        from = verdict.next
        setState({ checked, erased, isDone: from === null, broken: verdict.broken })
      }
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    } finally {
      setRunning(false)
    }
  }
  return { run: () => void prove(), isRunning, state, problem }
}

export function VerifyButton({ of: { run, isRunning } }: { of: Proof }) {
  const t = useT()
  return (
    <Button
      variant="default"
      leftSection={<IconShieldCheck size={16} stroke={1.5} />}
      loading={isRunning}
      onClick={run}
    >
      {t('audit.verify')}
    </Button>
  )
}

export function VerifyResult({ of: { state, problem } }: { of: Proof }) {
  const t = useT()
  const format = useFormat()
  if (problem) return <ProblemAlert problem={problem} />
  if (!state) return null
  const { checked, erased, isDone, broken } = state
  if (broken) {
    return (
      <p role="alert" className={classes['proof']} data-broken>
        {t('audit.broken_at', { seq: format.number(broken.seq), reason: t(`audit.broken.${broken.reason}`) })}
      </p>
    )
  }
  const figures = { number: format.number(checked), erased: format.number(erased) }
  return (
    <p role="status" className={classes['proof']}>
      {isDone ? t('audit.whole', figures) : t('audit.verifying', figures)}
    </p>
  )
}
