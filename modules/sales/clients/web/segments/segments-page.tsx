// Segments with how many clients each holds at this moment.
import { ActionIcon, Button } from '@mantine/core'
import { IconFilterCog, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Conditions } from '#kernel/contract/index.ts'
import {
  ConditionWords,
  Link,
  ProblemAlert,
  Reference,
  RowsSkeleton,
  SideDrawer,
  toast,
  useAction,
  useCommand,
  useFormat,
  useLive,
  useMe,
  useT,
} from '#kernel/web/index.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { Client, MOST_SEGMENTS, Segment, type SegmentRow, segments } from '../../contract.ts'
import { SegmentForm } from './segment-form.tsx'
import classes from './segments.module.css'
import { type SegmentFigure, useSegmentCounts } from './use-counts.ts'

export default function SegmentsPage() {
  const t = useT()
  const { may } = useMe()
  const [edited, setEdited] = useState<{ segment: SegmentRow | null } | null>(null)
  const { data, error, refetch } = useAction(segments.list, { sort: 'name', limit: MOST_SEGMENTS })
  useLive([Segment.name])
  const all = (data?.items ?? []) as SegmentRow[]
  const figures = useSegmentCounts(all.map(({ id, version }) => ({ id, version })))
  const create = may(segments.create.can) && (
    <Button leftSection={<IconPlus size={16} stroke={1.5} />} onClick={() => setEdited({ segment: null })}>
      {t('client_segment.new')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={t('client_segment.many')}
        above={<Link to="/clients">{t('client.many')}</Link>}
        actions={create}
      />
      <ProblemAlert problem={error} onRetry={() => void refetch()} />
      {!data && !error && <RowsSkeleton height={60} />}
      {data && all.length === 0 && (
        <EmptyState icon={<IconFilterCog size={24} stroke={1.5} />} title={t('client_segment.empty')} action={create}>
          {t('client_segment.empty_text')}
        </EmptyState>
      )}
      <ul className={classes['list']}>
        {all.map((segment) => (
          <Line
            key={segment.id}
            segment={segment}
            figure={figures.get(segment.id)}
            onEdit={() => setEdited({ segment })}
          />
        ))}
      </ul>
      <SideDrawer
        title={t(edited?.segment ? 'client_segment.edit' : 'client_segment.new')}
        opened={edited !== null}
        onClose={() => setEdited(null)}
        size={720}
      >
        {edited && (
          <SegmentForm
            key={edited.segment?.id ?? 'new'}
            segment={edited.segment}
            onDone={() => setEdited(null)}
            onCancel={() => setEdited(null)}
          />
        )}
      </SideDrawer>
    </>
  )
}

type LineProps = { segment: SegmentRow; figure: SegmentFigure | undefined; onEdit: () => void }

function Line({ segment, figure, onEdit }: LineProps) {
  const t = useT()
  const format = useFormat()
  const { user, scope } = useMe()
  const { id, name, note, owner } = segment
  const restore = useCommand(segments.restore)
  const remove = useCommand(segments.remove, {
    onDone: () =>
      toast(t('segments.removed'), { action: { label: t('segments.undo'), run: () => void restore.run({ id }) } }),
    onProblem: (problem) => toast(t(`problem.${problem.code}`), { tone: 'problem' }),
  })
  const reaches = (permission: string) => scope(permission) === 'all' || (scope(permission) && owner === user.id)
  const counted = figure?.count === undefined || figure.count === null ? null : format.number(figure.count)
  return (
    <li className={classes['line']}>
      <div className={classes['what']}>
        <Link to={`/clients?segment=${id}`} className={classes['name']}>
          <bdi>{name}</bdi>
        </Link>
        <p className={classes['words']}>
          <ConditionWords entity={Client.name} conditions={segment.conditions as Conditions} />
        </p>
        {note && (
          <p className="wn-quiet">
            <bdi>{note}</bdi>
          </p>
        )}
      </div>
      <span className={classes['owner']}>
        <Reference entity="user" id={owner} />
      </span>
      <span
        className={classes['count']}
        aria-busy={figure === undefined}
        title={figure && counted === null ? t('segments.not_counted') : undefined}
      >
        {counted === null ? (figure ? '—' : '…') : `${counted}${figure?.capped ? '+' : ''}`}
      </span>
      <span className={classes['actions']}>
        {reaches(segments.update.can) && (
          <ActionIcon size="lg" aria-label={t('segments.edit_named', { name })} onClick={onEdit}>
            <IconPencil size={16} stroke={1.5} />
          </ActionIcon>
        )}
        {reaches(segments.remove.can) && (
          <ActionIcon
            size="lg"
            aria-label={t('segments.remove_named', { name })}
            loading={remove.isPending}
            onClick={() => void remove.run({ id })}
          >
            <IconTrash size={16} stroke={1.5} />
          </ActionIcon>
        )}
      </span>
    </li>
  )
}
