// One's own files of the last days: how far they are, and the way to them; and a new one for lists without a place for a button.
import { Button, Progress, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import {
  RowsSkeleton,
  toast,
  useAction,
  useAddress,
  useCommand,
  useDownload,
  useFormat,
  useLive,
  useNow,
  useT,
} from '#kernel/web/index.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { exporting, ExportRun, type ExportRow } from '../../contract.ts'
import classes from '../imports.module.css'
import { ExportDialog } from './export-dialog.tsx'

export default function ExportsPage() {
  const t = useT()
  const { search, setSearch } = useAddress()
  const { data } = useAction(exporting.list, {})
  const { data: known } = useAction(exporting.kinds, {})
  useLive([ExportRun.name])
  if (!data || !known) return <RowsSkeleton height={40} />
  const wanted = known.items.find(({ entity }) => entity === search['entity'])
  return (
    <>
      <PageHeader title={t('export_run.many')} />
      <div className={classes['body']}>
        <Text c="dimmed">{t('export.page_hint')}</Text>
        {data.items.length === 0 && <Text>{t('export.none')}</Text>}
        <ul className={classes['imports']} aria-label={t('export_run.many')}>
          {data.items.map((run) => (
            <Run key={run.id} run={run} />
          ))}
        </ul>
      </div>
      {wanted && (
        <ExportDialog
          entity={wanted.entity}
          title={t(`${wanted.entity}.many` as 'export_run.many')}
          filter={filterIn(search['filter'])}
          masked={wanted.masked}
          cards={wanted.cards}
          opened
          onClose={() => setSearch({ entity: undefined, filter: undefined })}
        />
      )}
    </>
  )
}

/** The filter of a list as its address carries it; none where somebody wrote it by hand and badly. */
function filterIn(text: string | undefined): Record<string, unknown> {
  try {
    const filter: unknown = JSON.parse(text ?? '{}')
    return typeof filter === 'object' && filter !== null ? (filter as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function Run({ run }: { run: ExportRow }) {
  const t = useT()
  const format = useFormat()
  const download = useDownload()
  const now = useNow()
  const stop = useCommand(exporting.cancel)
  const { id, entity, state, total, done, file_name, reason } = run
  const isGoing = state === 'waiting' || state === 'running'
  const isThere = state === 'done' && run.expires_at !== null && Date.parse(run.expires_at) > now
  const name = file_name ?? t(`${entity}.many` as 'export_run.many')
  const take = () =>
    download(exporting.content, { id }, name).catch(({ code }: { code: string }) =>
      toast(t(`problem.${code}` as 'problem.internal'), { tone: 'problem' }),
    )
  return (
    <li>
      <bdi>{name}</bdi>
      <span>
        {t(`export.state.${state}`)}
        {reason && `: ${t(`problem.${reason}` as 'problem.internal')}`}
      </span>
      {isGoing ? (
        <Progress value={(100 * Math.min(done, total)) / Math.max(1, total)} aria-label={t(`export.state.${state}`)} />
      ) : (
        <span>{t('export.records', { number: format.number(done) })}</span>
      )}
      <span className="wn-quiet">{format.date(run.created_at)}</span>
      {isGoing && (
        <Button size="compact-sm" variant="default" loading={stop.isPending} onClick={() => void stop.run({ id })}>
          {t('import.stop')}
        </Button>
      )}
      {isThere && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconDownload size={14} stroke={1.5} />}
          onClick={() => void take()}
        >
          {t('export.do')}
        </Button>
      )}
    </li>
  )
}
