// The ways deals go: pipelines, and the stages of the one that is chosen.
import { ActionIcon, Badge, Button, SegmentedControl } from '@mantine/core'
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Row } from '#kernel/contract/index.ts'
import {
  Confirm,
  EntityForm,
  Link,
  ProblemAlert,
  RowsSkeleton,
  SideDrawer,
  useAction,
  useAddress,
  useCommand,
  useLanguage,
  useLive,
  useMe,
  useT,
} from '#kernel/web/index.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { Pipeline, pipelines } from '../../contract.ts'
import { nameIn } from '../naming.ts'
import { NamesField } from './names-field.tsx'
import classes from './settings.module.css'
import { Stages } from './stages.tsx'

type PipelineRow = Row<typeof Pipeline>
const ALL = { limit: 200, sort: 'position' } as const
const FIELDS = ['name', 'names', 'is_default', 'position']

export default function PipelinesPage() {
  const t = useT()
  const { may } = useMe()
  const { language } = useLanguage()
  const { search, setSearch } = useAddress()
  const { data, error, refetch } = useAction(pipelines.list, ALL)
  const [edited, setEdited] = useState<PipelineRow | 'new' | null>(null)
  const [removed, setRemoved] = useState<PipelineRow | null>(null)
  useLive([Pipeline.name], () => void refetch())
  const all = data?.items ?? []
  const chosen = all.find(({ id }) => id === search['pipeline']) ?? all.find((one) => one.is_default) ?? all[0]
  return (
    <div className={classes['page']}>
      <PageHeader
        title={t('pipeline.many')}
        above={<Link to="/settings">{t('menu.settings')}</Link>}
        actions={
          may(pipelines.create.can) && (
            <Button leftSection={<IconPlus size={16} stroke={1.5} />} onClick={() => setEdited('new')}>
              {t('pipeline.new')}
            </Button>
          )
        }
      />
      <p className="wn-quiet">
        {t('pipelines.text')} <Link to="/settings/loss-reasons">{t('loss_reason.many')}</Link>
      </p>
      <ProblemAlert problem={error} onRetry={() => void refetch()} />
      {!data && !error && <RowsSkeleton />}
      {chosen && (
        <>
          {all.length > 1 && (
            <div className={classes['tabs']}>
              <SegmentedControl
                aria-label={t('deal.pipeline')}
                value={chosen.id}
                onChange={(id) => setSearch({ pipeline: id })}
                data={all.map((one) => ({ value: one.id, label: nameIn(one, language) }))}
              />
            </div>
          )}
          <div className={classes['title']}>
            <h2>
              <bdi>{nameIn(chosen, language)}</bdi>
            </h2>
            {chosen.is_default && <Badge variant="light">{t('pipeline.is_default')}</Badge>}
            {may(pipelines.update.can) && (
              <ActionIcon
                aria-label={t('pipelines.edit_named', { name: nameIn(chosen, language) })}
                onClick={() => setEdited(chosen)}
              >
                <IconPencil size={16} stroke={1.5} />
              </ActionIcon>
            )}
            {may(pipelines.remove.can) && !chosen.is_default && (
              <ActionIcon
                aria-label={t('pipelines.remove_named', { name: nameIn(chosen, language) })}
                onClick={() => setRemoved(chosen)}
              >
                <IconTrash size={16} stroke={1.5} />
              </ActionIcon>
            )}
            <Link to={`/deals/board?pipeline=${chosen.id}`}>{t('pipelines.to_board')}</Link>
          </div>
          <Stages key={chosen.id} pipeline={chosen.id} />
        </>
      )}
      <SideDrawer
        opened={edited !== null}
        onClose={() => setEdited(null)}
        title={t(edited === 'new' ? 'pipeline.new' : 'pipeline.edit')}
      >
        {edited && (
          <EntityForm
            key={edited === 'new' ? 'new' : edited.id}
            of={Pipeline}
            command={(edited === 'new' ? pipelines.create : pipelines.update) as typeof pipelines.update}
            fields={FIELDS}
            {...(edited === 'new'
              ? { start: { position: Math.min(1_000, 10 + Math.max(0, ...all.map(({ position }) => position))) } }
              : { start: edited, also: { id: edited.id } })}
            get={pipelines.get}
            controls={{ names: (field) => <NamesField {...field} /> }}
            submitLabel={t(edited === 'new' ? 'do.create' : 'do.save')}
            onDone={(row) => {
              setEdited(null)
              setSearch({ pipeline: row.id })
              void refetch()
            }}
            onCancel={() => setEdited(null)}
          />
        )}
      </SideDrawer>
      {removed && (
        <Removal
          pipeline={removed}
          onClose={(gone) => {
            setRemoved(null)
            if (gone) setSearch({ pipeline: undefined })
          }}
        />
      )}
    </div>
  )
}

function Removal({ pipeline, onClose }: { pipeline: PipelineRow; onClose: (gone: boolean) => void }) {
  const t = useT()
  const { language } = useLanguage()
  const { run, isPending, problem } = useCommand(pipelines.remove, { onDone: () => onClose(true) })
  return (
    <Confirm
      title={t('pipeline.remove')}
      verb={t('do.delete')}
      isPending={isPending}
      problem={problem}
      onConfirm={() => void run({ id: pipeline.id })}
      onClose={() => onClose(false)}
    >
      {t('pipeline.remove_text', { name: nameIn(pipeline, language) })}
    </Confirm>
  )
}
