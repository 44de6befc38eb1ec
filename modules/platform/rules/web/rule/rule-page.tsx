// One rule: when, if, then; what it would do with the latest records; what became of it so far.
import { Button, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { asGroup, type Refusal, refusalsBelow, saidBy, type Shown } from '#kernel/contract/index.ts'
import {
  ConditionBuilder,
  Confirm,
  Link,
  ProblemAlert,
  RemoteProblem,
  RowsSkeleton,
  toast,
  useAction,
  useAddress,
  useCommand,
  useRefusalWords,
  useT,
} from '#kernel/web/index.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { rules, type RuleRow, type SubjectOffered } from '../../contract.ts'
import { DryRun } from '../looking/dry-run.tsx'
import { Runs } from '../looking/runs.tsx'
import classes from '../rules.module.css'
import { type Draft, newDraft } from './draft.ts'
import { StepsEditor } from './steps-editor.tsx'
import { TriggerEditor } from './trigger-editor.tsx'
import { useOffer, useSubject } from './use-subject.ts'

const NEW = 'new'

export default function RulePage() {
  const t = useT()
  const { params, search } = useAddress()
  const id = params['id'] ?? NEW
  const offer = useOffer()
  const kept = useAction(rules.get, { id }, { enabled: id !== NEW })
  const entity = kept.data?.entity ?? search['entity']
  const subject = offer.data?.items.find((one) => one.entity === entity) ?? (entity ? undefined : offer.data?.items[0])
  const isThere = subject && (id === NEW || kept.data)
  return (
    <>
      {!isThere && <PageHeader title={t('rule.one')} above={<Link to="/settings/rules">{t('rule.many')}</Link>} />}
      <ProblemAlert problem={offer.error ?? kept.error} onRetry={() => void offer.refetch()} />
      {!isThere && !offer.error && !kept.error && <RowsSkeleton />}
      {isThere && (
        <RuleEditor
          key={kept.data ? `${id} ${kept.data.revision}` : id}
          offered={subject}
          kept={kept.data ?? null}
          {...(search['place'] ? { place: search['place'] } : {})}
        />
      )}
    </>
  )
}

const draftOf = ({ name, entity, trigger, conditions, steps, is_on }: RuleRow): Draft => ({
  name,
  entity,
  trigger,
  conditions: conditions as Shown | null,
  steps,
  is_on,
})

type EditorProps = { offered: SubjectOffered; kept: RuleRow | null; place?: string }

export function RuleEditor({ offered, kept, place }: EditorProps) {
  const t = useT()
  const { go } = useAddress()
  const subject = useSubject(offered)
  const wordsOf = useRefusalWords()
  const [draft, setDraft] = useState<Draft>(() => (kept ? draftOf(kept) : newDraft(offered, place)))
  const [isLooking, setLooking] = useState(false)
  const [isRemoving, setRemoving] = useState(false)
  const told = (warnings: readonly { rules: readonly { name: string }[] }[]) => {
    const [circle] = warnings
    toast(circle ? t('rules.circle', { names: circle.rules.map(({ name }) => name).join(' → ') }) : t('rules.saved'))
  }
  const create = useCommand(rules.create, {
    onDone: ({ id, warnings }) => {
      told(warnings)
      go(`/settings/rules/${id}`, { replace: true })
    },
  })
  const update = useCommand(rules.update, { onDone: ({ warnings }) => told(warnings) })
  const remove = useCommand(rules.remove, { onDone: () => go('/settings/rules') })
  const problem = create.problem ?? update.problem
  const refusals: readonly Refusal[] = problem?.refusals ?? []
  const errorAt = (pointer: string): string | null => {
    const first = refusals.find((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`))
    // The first step's own fields say their own; a list without a step says so itself.
    if (!first || (pointer === '/steps' && first.pointer !== pointer)) return null
    return wordsOf(first, problem instanceof RemoteProblem ? problem : null)
  }
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const save = () => void (kept ? update.run({ id: kept.id, ...draft }) : create.run(draft))
  return (
    <>
      <PageHeader
        title={draft.name || t(kept ? 'rule.one' : 'rule.new')}
        above={<Link to={`/settings/rules?entity=${draft.entity}`}>{t('rule.many')}</Link>}
        actions={
          kept && (
            <Button variant="default" onClick={() => setRemoving(true)}>
              {t('do.delete')}
            </Button>
          )
        }
      />
      <form
        className={classes['editor']}
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <div className={classes['line']}>
          <TextInput
            label={t('rule.name')}
            required
            maxLength={100}
            value={draft.name}
            error={errorAt('/name')}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <Switch
            mb={8}
            label={t('rule.is_on')}
            checked={draft.is_on}
            onChange={(event) => set({ is_on: event.currentTarget.checked })}
          />
        </div>
        <section className={classes['part']} aria-label={t('rules.when')}>
          <h2>{t('rules.when')}</h2>
          <TriggerEditor
            subject={subject}
            trigger={draft.trigger}
            error={errorAt('/trigger')}
            onChange={(trigger) => set({ trigger })}
          />
        </section>
        <section className={classes['part']} aria-label={t('rules.if')}>
          <h2>{t('rules.if')}</h2>
          {draft.conditions === null && <p className="wn-quiet">{t('rules.no_conditions')}</p>}
          <ConditionBuilder
            entity={draft.entity}
            judged={subject.judged}
            value={asGroup(draft.conditions)}
            refusals={refusalsBelow(refusals, '/conditions')}
            onChange={(group) => set({ conditions: saidBy(group) })}
          />
        </section>
        <section className={classes['part']} aria-label={t('rules.then')}>
          <h2>{t('rules.then')}</h2>
          <StepsEditor subject={subject} steps={draft.steps} errorAt={errorAt} onChange={(steps) => set({ steps })} />
        </section>
        <ProblemAlert problem={problem} />
        <div className="wn-actions">
          <Button type="submit" loading={create.isPending || update.isPending}>
            {t('do.save')}
          </Button>
          <Button
            variant="default"
            disabled={draft.name === '' || draft.steps.length === 0}
            onClick={() => setLooking(true)}
          >
            {t('rules.dry_run')}
          </Button>
        </div>
      </form>
      {isLooking && <DryRun subject={subject} draft={draft} />}
      {kept && <Runs subject={subject} rule={kept.id} />}
      {isRemoving && (
        <Confirm
          title={t('rule.remove')}
          verb={t('do.delete')}
          isPending={remove.isPending}
          problem={remove.problem}
          onClose={() => setRemoving(false)}
          onConfirm={() => kept && void remove.run({ id: kept.id })}
        >
          {t('rule.remove_text')}
        </Confirm>
      )}
    </>
  )
}
