// One's own files of the last days: how far they are, and the way to them; and a new one for lists without a place for a button.
import { Button } from '@mantine/core'
import { IconDownload, IconFileExport } from '@tabler/icons-react'
import {
  RowsSkeleton,
  type Run,
  RunList,
  toast,
  useAction,
  useAddress,
  useDownload,
  useFormat,
  useLive,
  useNow,
  useT,
} from '#kernel/web/index.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { exporting, ExportRun, type ExportRow } from '../../contract.ts'
import classes from '../imports.module.css'
import { ExportDialog } from './export-dialog.tsx'

export default function ExportsPage() {
  const t = useT()
  const { search, setSearch } = useAddress()
  const lineOf = useLine()
  const { data } = useAction(exporting.list, {})
  const { data: known } = useAction(exporting.kinds, {})
  useLive([ExportRun.name])
  if (!data || !known) return <RowsSkeleton height={40} />
  const wanted = known.items.find(({ entity }) => entity === search['entity'])
  return (
    <>
      <PageHeader title={t('export_run.many')} />
      <div className={classes['body']}>
        {data.items.length > 0 && <p className="wn-quiet">{t('export.page_hint')}</p>}
        <RunList label={t('export_run.many')} runs={data.items.map(lineOf)} />
      </div>
      {data.items.length === 0 && (
        <EmptyState
          icon={<IconFileExport size={24} stroke={1.5} />}
          title={t('export.none')}
          action={
            <div className="wn-actions">
              {known.items.map(({ entity }) => (
                <Button key={entity} variant="default" onClick={() => setSearch({ entity })}>
                  {t('export.title', { what: t(`${entity}.many` as 'export_run.many') })}
                </Button>
              ))}
            </div>
          }
        >
          {t('export.page_hint')}
        </EmptyState>
      )}
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

/** How one of them is told of. */
function useLine(): (run: ExportRow) => Run & { id: string } {
  const t = useT()
  const format = useFormat()
  const now = useNow()
  return ({ id, entity, state, total, done, file_name, reason, expires_at, created_at }) => {
    const isGoing = state === 'waiting' || state === 'running'
    const isThere = state === 'done' && expires_at !== null && Date.parse(expires_at) > now
    const title = file_name ?? t(`${entity}.many` as 'export_run.many')
    const said = t(`export.state.${state}`)
    return {
      id,
      title: <bdi>{title}</bdi>,
      says: [
        reason ? `${said}: ${t(`problem.${reason}` as 'problem.internal')}` : said,
        ...(state === 'waiting' ? [] : [t('export.records', { number: format.number(done) })]),
      ],
      going: isGoing ? { share: done / Math.max(1, total), label: said } : null,
      stop: isGoing ? { action: exporting.cancel, id } : null,
      began: created_at,
      tools: isThere && <Take id={id} name={title} />,
    }
  }
}

function Take({ id, name }: { id: string; name: string }) {
  const t = useT()
  const download = useDownload()
  const take = () =>
    download(exporting.content, { id }, name).catch(({ code }: { code: string }) =>
      toast(t(`problem.${code}` as 'problem.internal'), { tone: 'problem' }),
    )
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconDownload size={14} stroke={1.5} />}
      onClick={() => void take()}
    >
      {t('export.do')}
    </Button>
  )
}
