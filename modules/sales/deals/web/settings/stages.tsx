// The stages of a pipeline in their order, which people change by dragging or by its buttons.
import { ActionIcon, Button, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconGripVertical, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import {
  EntityForm,
  ProblemAlert,
  RowsSkeleton,
  SideDrawer,
  useAction,
  useCommand,
  useFormat,
  useLanguage,
  useLive,
  useMe,
  useT,
} from '#kernel/web/index.tsx'
import { StatusMark } from '#ui/status-mark.tsx'
import { MOST_STAGES, Pipeline, PipelineStage, pipelineStages } from '../../contract.ts'
import type { StageRow } from '../board/use-board.ts'
import { nameIn } from '../naming.ts'
import { NamesField } from './names-field.tsx'
import { RequiredField } from './required-field.tsx'
import classes from './settings.module.css'
import { StageRemoval } from './stage-removal.tsx'
import { StageRules } from './stage-rules.tsx'

const FIELDS = ['name', 'names', 'kind', 'probability', 'required', 'wip_limit', 'wip_rule', 'stale_days']
const MARKS = {
  open: { hue: 'blue', shape: 'half' },
  won: { hue: 'green', shape: 'done' },
  lost: { hue: 'red', shape: 'closed' },
} as const

export function Stages({ pipeline }: { pipeline: string }) {
  const t = useT()
  const { may } = useMe()
  const { language } = useLanguage()
  const asked = { pipeline, sort: 'position', limit: 200 } as const
  const { data, error, refetch } = useAction(pipelineStages.list, asked)
  const [edited, setEdited] = useState<StageRow | 'new' | null>(null)
  const [removed, setRemoved] = useState<StageRow | null>(null)
  const [order, setOrder] = useState<readonly string[] | null>(null)
  const [said, setSaid] = useState('')
  const settled = () => void refetch().then(() => setOrder(null))
  const arrange = useCommand(pipelineStages.arrange, { onDone: settled, onProblem: settled })
  useLive([Pipeline.name], () => void refetch())
  const kept = data?.items ?? []
  const place = (id: string) => (order ?? []).indexOf(id)
  const stages = order ? kept.toSorted((a, b) => place(a.id) - place(b.id)) : kept
  const mayChange = may(pipelineStages.update.can)

  function move(from: number, to: number): void {
    const ids = stages.map(({ id }) => id)
    ids.splice(to, 0, ...ids.splice(from, 1))
    setOrder(ids)
    setSaid(t('pipelines.said_moved', { name: nameIn(stages[from]!, language), place: to + 1 }))
    void arrange.run({ pipeline, ids })
  }

  return (
    <section aria-label={t('pipeline_stage.many')}>
      <ProblemAlert problem={error ?? arrange.problem} onRetry={() => void refetch()} />
      {!data && !error && <RowsSkeleton />}
      <ol className={classes['stages']}>
        {stages.map((stage, index) => (
          <li
            key={stage.id}
            draggable={mayChange}
            onDragStart={(event) => event.dataTransfer.setData('text/plain', String(index))}
            onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => {
              event.preventDefault()
              const from = Number(event.dataTransfer.getData('text/plain'))
              if (Number.isInteger(from) && from !== index && stages[from]) move(from, index)
            }}
          >
            {mayChange && <IconGripVertical size={16} stroke={1.5} aria-hidden="true" className={classes['grip']} />}
            <StageName stage={stage} disabled={!mayChange} onOpen={() => setEdited(stage)} />
            {mayChange && (
              <>
                <ActionIcon
                  aria-label={t('pipelines.up', { name: nameIn(stage, language) })}
                  disabled={index === 0}
                  onClick={() => move(index, index - 1)}
                >
                  <IconArrowUp size={16} stroke={1.5} />
                </ActionIcon>
                <ActionIcon
                  aria-label={t('pipelines.down', { name: nameIn(stage, language) })}
                  disabled={index === stages.length - 1}
                  onClick={() => move(index, index + 1)}
                >
                  <IconArrowDown size={16} stroke={1.5} />
                </ActionIcon>
              </>
            )}
            {may(pipelineStages.remove.can) && (
              <ActionIcon
                aria-label={t('pipelines.remove_named', { name: nameIn(stage, language) })}
                onClick={() => setRemoved(stage)}
              >
                <IconTrash size={16} stroke={1.5} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ol>
      <p className="wn-hidden" role="status">
        {said}
      </p>
      {may(pipelineStages.create.can) && data && (
        <Button
          variant="default"
          leftSection={<IconPlus size={16} stroke={1.5} />}
          disabled={stages.length >= MOST_STAGES}
          onClick={() => setEdited('new')}
        >
          {t('pipeline_stage.new')}
        </Button>
      )}
      <SideDrawer
        opened={edited !== null}
        onClose={() => setEdited(null)}
        title={t(edited === 'new' ? 'pipeline_stage.new' : 'pipeline_stage.edit')}
      >
        {edited && (
          <EntityForm
            key={edited === 'new' ? 'new' : edited.id}
            of={PipelineStage}
            command={(edited === 'new' ? pipelineStages.create : pipelineStages.update) as typeof pipelineStages.update}
            fields={FIELDS}
            {...(edited === 'new'
              ? { also: { pipeline, position: placeOfNew(stages) } }
              : { start: edited, also: { id: edited.id } })}
            get={pipelineStages.get}
            controls={{
              names: (field) => <NamesField {...field} />,
              required: (field) => <RequiredField {...field} />,
            }}
            submitLabel={t(edited === 'new' ? 'do.create' : 'do.save')}
            onDone={() => {
              setEdited(null)
              void refetch()
            }}
            onCancel={() => setEdited(null)}
          />
        )}
        {edited && edited !== 'new' && <StageRules stage={edited.id} />}
      </SideDrawer>
      {removed && (
        <StageRemoval
          stage={removed}
          others={kept.filter(({ id, kind }) => id !== removed.id && kind === removed.kind)}
          onClose={() => {
            setRemoved(null)
            void refetch()
          }}
        />
      )}
    </section>
  )
}

/** Behind the open stages, before those where deals end. */
function placeOfNew(stages: readonly StageRow[]): number {
  const last = Math.max(0, ...stages.filter(({ kind }) => kind === 'open').map(({ position }) => position))
  return Math.min(1_000, last + 1)
}

function StageName({ stage, disabled, onOpen }: { stage: StageRow; disabled: boolean; onOpen: () => void }) {
  const t = useT()
  const format = useFormat()
  const { language } = useLanguage()
  const { kind, probability, required, wip_limit, stale_days } = stage
  const marks = [
    t('pipelines.probability', { percent: format.number(probability) }),
    ...(required.length > 0
      ? [t('pipelines.asks', { fields: format.list(required.map((one) => t(`deal.${one}`))) })]
      : []),
    ...(wip_limit === null ? [] : [t('pipelines.limit', { limit: format.number(wip_limit) })]),
    ...(stale_days === null ? [] : [t('pipelines.stale', { count: stale_days })]),
  ]
  return (
    <UnstyledButton className={classes['name']} disabled={disabled} onClick={onOpen}>
      <span>
        <bdi>{nameIn(stage, language)}</bdi>{' '}
        <StatusMark chip {...MARKS[kind]}>
          {t(`pipeline_stage.kind.${kind}`)}
        </StatusMark>
      </span>
      <small className="wn-quiet">{marks.join(' · ')}</small>
    </UnstyledButton>
  )
}
