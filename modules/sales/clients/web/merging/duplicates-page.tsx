// Likely duplicates that nobody has decided about.
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { IconCopyCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { Link, ProblemAlert, RowsSkeleton, toast, useAction, useCommand, useT } from '#kernel/web/index.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { merging } from '../../contract.ts'
import classes from '../clients.module.css'
import { MergeDialog } from './merge-dialog.tsx'

export default function DuplicatesPage() {
  const t = useT()
  const cache = useQueryClient()
  const [merged, setMerged] = useState<{ id: string; other: string } | null>(null)
  const { data, error, refetch } = useAction(merging.pairs, {}, { staleMs: 0 })
  const again = () => void cache.invalidateQueries({ queryKey: [merging.pairs.name] })
  const apart = useCommand(merging.setDifferent, { onDone: again })
  const find = useCommand(merging.find, { onDone: () => toast(t('clients.looking')) })
  return (
    <>
      <PageHeader
        title={t('clients.duplicates')}
        above={<Link to="/clients">{t('client.many')}</Link>}
        actions={
          <Button variant="default" loading={find.isPending} onClick={() => void find.run({})}>
            {t('clients.look')}
          </Button>
        }
      />
      <ProblemAlert problem={error ?? apart.problem} onRetry={() => void refetch()} />
      {!data && !error && <RowsSkeleton height={60} />}
      {data?.items.length === 0 && (
        <EmptyState icon={<IconCopyCheck size={24} stroke={1.5} />} title={t('clients.no_duplicates')}>
          {t('clients.no_duplicates_text')}
        </EmptyState>
      )}
      <ul className={classes['pairs']}>
        {data?.items.map(({ one, other, reason }) => (
          <li key={`${one.id} ${other.id}`}>
            <div>
              <Link to={`/clients/${one.id}`}>
                <bdi>{one.name}</bdi>
              </Link>
              {' · '}
              <Link to={`/clients/${other.id}`}>
                <bdi>{other.name}</bdi>
              </Link>
              <p className="wn-quiet">{t(`clients.reason.${reason}`)}</p>
            </div>
            <Button variant="default" onClick={() => setMerged({ id: one.id, other: other.id })}>
              {t('clients.do_merge')}
            </Button>
            <Button
              variant="subtle"
              color="gray"
              loading={apart.isPending}
              onClick={() => void apart.run({ one: one.id, other: other.id })}
            >
              {t('clients.not_same')}
            </Button>
          </li>
        ))}
      </ul>
      {merged && (
        <MergeDialog
          {...merged}
          onDone={() => {
            setMerged(null)
            again()
          }}
          onClose={() => setMerged(null)}
        />
      )}
    </>
  )
}
