// One deal: where it stands, what it is, what happened.
import { Badge, Button, Skeleton, UnstyledButton } from '@mantine/core'
import { IconRotate, IconTrash, IconTrophy } from '@tabler/icons-react'
import { useState } from 'react'
import {
  Confirm,
  ProblemAlert,
  Properties,
  RecordPanes,
  SlotOutlet,
  toast,
  useAction,
  useAddress,
  useCommand,
  useFormat,
  useLanguage,
  useLive,
  useMe,
  useNow,
  useT,
} from '#kernel/web/index.tsx'
import type { Problem } from '#kernel/contract/index.ts'
import { timelinePane } from '#modules/platform/timeline/contract.ts'
import { Deal, type DealRow, deals, dealSidebar, pipelineStages } from '../../contract.ts'
import { Asking, type Asked } from '../board/asking.tsx'
import type { StageRow } from '../board/use-board.ts'
import { nameIn } from '../naming.ts'
import classes from '../board/board.module.css'
import { Lines } from './lines.tsx'

const DAY_MS = 86_400_000
const FIELDS = [
  'title',
  'client',
  'contact',
  'amount',
  'currency',
  'expected_close',
  'owner',
  'team',
  'source',
  'tags',
  'notes',
  'loss_reason',
  'won_at',
  'lost_at',
  'created_at',
]

export default function DealPage() {
  const t = useT()
  const { params } = useAddress()
  const id = params['id']!
  const { data, error, refetch } = useAction(deals.get, { id })
  useLive([`${Deal.name}:${id}`])
  if (error) return <ProblemAlert problem={error} onRetry={() => void refetch()} />
  if (!data)
    return (
      <>
        <h1 className="wn-hidden">{t('deal.one')}</h1>
        <Skeleton height={320} />
      </>
    )
  return <Shown key={id} deal={data} />
}

function Shown({ deal }: { deal: DealRow }) {
  const t = useT()
  const format = useFormat()
  const { may } = useMe()
  const { go } = useAddress()
  const [asks, setAsks] = useState(false)
  const remove = useCommand(deals.remove, { onDone: () => go('/deals') })
  const reopen = useCommand(deals.reopen)
  return (
    <>
      <RecordPanes
        name={Deal.name}
        back={{ to: '/deals', label: t('deal.many') }}
        title={deal.title}
        beside={
          <Badge variant="light" color={deal.state === 'won' ? 'green' : deal.state === 'lost' ? 'red' : 'blue'}>
            {t(`deal.state.${deal.state}`)}
          </Badge>
        }
        actions={
          <>
            {deal.state !== 'open' && may(deals.reopen.can) && (
              <Button
                variant="default"
                loading={reopen.isPending}
                leftSection={<IconRotate size={16} stroke={1.5} />}
                onClick={() => void reopen.run({ id: deal.id })}
              >
                {t('deals.reopen')}
              </Button>
            )}
            {may(deals.remove.can) && (
              <Button
                variant="subtle"
                color="gray"
                leftSection={<IconTrash size={16} stroke={1.5} />}
                onClick={() => setAsks(true)}
              >
                {t('do.delete')}
              </Button>
            )}
          </>
        }
        properties={
          <Properties
            of={Deal}
            row={deal}
            update={deals.update}
            get={deals.get}
            fields={FIELDS}
            cells={{ amount: ({ amount, currency }) => format.money((amount ?? 0) / 100, currency ?? 'UZS') }}
          />
        }
        related={
          <>
            <Lines deal={deal} />
            <SlotOutlet of={dealSidebar} deal={deal} />
          </>
        }
      >
        <StageBar deal={deal} />
        <ProblemAlert problem={reopen.problem} />
        <SlotOutlet of={timelinePane} entity={Deal} id={deal.id} />
      </RecordPanes>
      {asks && (
        <Confirm
          title={t('deal.remove')}
          verb={t('do.delete')}
          isPending={remove.isPending}
          problem={remove.problem}
          onConfirm={() => void remove.run({ id: deal.id })}
          onClose={() => setAsks(false)}
        >
          {t('deals.remove_text', { title: deal.title })}
        </Confirm>
      )}
    </>
  )
}

/** The stages of its pipeline, each a way to move it there. */
function StageBar({ deal }: { deal: DealRow }) {
  const t = useT()
  const { may } = useMe()
  const { language } = useLanguage()
  const now = useNow()
  const { data } = useAction(pipelineStages.list, { pipeline: deal.pipeline, sort: 'position', limit: 200 })
  const [asked, setAsked] = useState<Asked | null>(null)
  const { run } = useCommand(deals.move, { onProblem: (problem, { stage }) => refused(problem, stage) })
  const stages = data?.items ?? []
  const here = stages.findIndex(({ id }) => id === deal.stage)
  const days = Math.max(0, Math.floor((now - Date.parse(deal.stage_since)) / DAY_MS))
  const ask = (stage: StageRow, missing: readonly string[]) =>
    setAsked({ id: deal.id, title: deal.title, stage, missing })

  function refused(problem: Problem, to: string): void {
    const stage = stages.find(({ id }) => id === to)
    const missing = problem.refusals.filter(({ code }) => code === 'required_by_stage')
    if (stage && missing.length > 0)
      return ask(
        stage,
        missing.map(({ pointer }) => pointer.split('/').at(-1)!),
      )
    toast(t(`problem.${problem.code}`, problem.params))
  }
  return (
    <>
      <ol className={classes['stages']} aria-label={t('deal.stage')}>
        {stages.map((stage, index) => (
          <li key={stage.id}>
            <UnstyledButton
              disabled={!may(deals.move.can) || stage.id === deal.stage}
              aria-current={stage.id === deal.stage ? 'step' : undefined}
              data-passed={(index < here && stage.kind === 'open') || undefined}
              onClick={() => (stage.kind === 'lost' ? ask(stage, []) : void run({ id: deal.id, stage: stage.id }))}
            >
              {stage.kind === 'won' && <IconTrophy size={14} stroke={1.5} aria-hidden="true" />}{' '}
              {nameIn(stage, language)}
              {stage.id === deal.stage && ` · ${t('deals.days', { count: days })}`}
            </UnstyledButton>
          </li>
        ))}
      </ol>
      {asked && (
        <Asking
          asked={asked}
          onClose={() => setAsked(null)}
          onGive={(more) => {
            setAsked(null)
            void run({ id: deal.id, stage: asked.stage.id, ...more } as never)
          }}
        />
      )}
    </>
  )
}
