// A file on its way to records, and what was imported before.
import { Button, FileButton, NativeSelect } from '@mantine/core'
import { IconFileImport, IconUpload } from '@tabler/icons-react'
import { useState } from 'react'
import {
  Link,
  RemoteProblem,
  RowsSkeleton,
  RunList,
  toast,
  useAction,
  useAddress,
  useFormat,
  useLive,
  useT,
  useUpload,
} from '#kernel/web/index.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { ImportRun, imports } from '../contract.ts'
import classes from './imports.module.css'
import { OneImport, workOf } from './one-import.tsx'

export default function ImportsPage() {
  const t = useT()
  const format = useFormat()
  const { search, setSearch } = useAddress()
  const upload = useUpload()
  const [isSending, setSending] = useState(false)
  const { data: known } = useAction(imports.kinds, {})
  const { data, refetch } = useAction(imports.list, {})
  useLive([ImportRun.name])
  if (!data || !known) return <RowsSkeleton height={40} />
  const kind = known.items.find(({ entity }) => entity === search['entity']) ?? known.items[0]
  const run = data.items.find(({ id }) => id === search['run'])

  async function send(file: File | null) {
    if (!file || !kind) return
    setSending(true)
    try {
      const made = await upload(imports.upload, { entity: kind.entity, name: file.name, body: file })
      await refetch()
      setSearch({ run: made.id }, { replace: false })
    } catch (error) {
      const { code } = error as RemoteProblem
      toast(t(`problem.${code}` as 'problem.internal'), { tone: 'problem' })
    } finally {
      setSending(false)
    }
  }

  const choose = (
    <FileButton onChange={(file) => void send(file)} accept=".csv,.txt,.tsv,.xlsx,.vcf,.vcard">
      {(props) => (
        <Button {...props} loading={isSending} disabled={!kind} leftSection={<IconUpload size={16} stroke={1.5} />}>
          {t('import.choose')}
        </Button>
      )}
    </FileButton>
  )
  const runKind = known.items.find(({ entity }) => entity === run?.entity)
  if (run && runKind)
    return <OneImport key={run.id} run={run} kind={runKind} above={<Link to="/imports">{t('import_run.many')}</Link>} />
  return (
    <>
      <PageHeader
        title={t('import_run.many')}
        above={kind && <Link to={kind.page}>{t(`${kind.entity}.many` as 'import_run.many')}</Link>}
        actions={data.items.length > 0 ? choose : null}
      />
      <div className={classes['body']}>
        {data.items.length > 0 && <p className="wn-quiet">{t('import.hint')}</p>}
        {known.items.length > 1 && (
          <NativeSelect
            label={t('import.kind')}
            data={known.items.map(({ entity }) => ({ value: entity, label: t(`${entity}.many` as 'import_run.many') }))}
            value={kind?.entity ?? ''}
            onChange={({ currentTarget }) => setSearch({ entity: currentTarget.value })}
          />
        )}
        <RunList
          label={t('import_run.many')}
          runs={data.items.map((one) => ({
            id: one.id,
            title: (
              <Link to={`/imports?run=${one.id}`}>
                <bdi>{one.file_name}</bdi>
              </Link>
            ),
            says: [
              t(`${one.entity}.many` as 'import_run.many'),
              t(`import.state.${one.state}`),
              ...(one.total > 0 ? [t('export.records', { number: format.number(one.total) })] : []),
            ],
            began: one.created_at,
            ...workOf(one, t(`import.state.${one.state}`)),
          }))}
        />
      </div>
      {data.items.length === 0 && (
        <EmptyState icon={<IconFileImport size={24} stroke={1.5} />} title={t('import.none')} action={choose}>
          {t('import.hint')}
        </EmptyState>
      )}
    </>
  )
}
