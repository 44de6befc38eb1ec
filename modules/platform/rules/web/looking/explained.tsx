// Why a rule fired for a record or not, and what came of its steps.
import { useHasText, useT } from '#kernel/web/index.tsx'
import type { RuleRunRow, StepDone } from '../../contract.ts'
import classes from '../rules.module.css'
import type { Subject } from '../rule/use-subject.ts'
import { FindingTree } from './finding.tsx'

export function Explained({ subject, run: { finding, steps } }: { subject: Subject; run: RuleRunRow }) {
  const t = useT()
  return (
    <div>
      {finding ? (
        <FindingTree subject={subject} finding={finding} />
      ) : (
        <p className="wn-quiet">{t('rules.no_conditions')}</p>
      )}
      {steps.map((step, index) => (
        <StepTold key={index} subject={subject} step={step} />
      ))}
    </div>
  )
}

function StepTold({ subject, step: { step, state, code } }: { subject: Subject; step: StepDone }) {
  const t = useT()
  const has = useHasText()
  // A refusal names the field that was refused behind its own name.
  const [word = ''] = code?.split(' ') ?? []
  const key = [word, `problem.${word}`].find((one) => has(one))
  return (
    <p className={classes['told']} data-state={state}>
      {subject.wordOf(`rule_step.${step}`)}: {t(`rules.step.${state}`)}
      {code && ` — ${key ? t(key) : code}`}
    </p>
  )
}
