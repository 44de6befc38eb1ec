// What the rule as it stands on the page would do with the latest records; nothing happens.
import { Table } from '@mantine/core'
import { useState } from 'react'
import { ProblemAlert, RowsSkeleton, useAction, useT } from '#kernel/web/index.tsx'
import { rules } from '../../contract.ts'
import classes from '../rules.module.css'
import type { Draft } from '../rule/draft.ts'
import type { Subject } from '../rule/use-subject.ts'
import { FindingTree } from './finding.tsx'

const LAST = 50

export function DryRun({ subject, draft }: { subject: Subject; draft: Draft }) {
  const t = useT()
  const { data, error, refetch } = useAction(rules.dryRun, { rule: draft, last: LAST })
  const [opened, setOpened] = useState<string | null>(null)
  const firing = data?.items.filter(({ fires }) => fires).length ?? 0
  return (
    <section className={classes['part']} aria-label={t('rules.dry_run')}>
      <h2>{t('rules.dry_run')}</h2>
      <ProblemAlert problem={error} onRetry={() => void refetch()} />
      {!data && !error && <RowsSkeleton />}
      {data && (
        <>
          <p role="status">{t('rules.dry_told', { firing, count: data.items.length })}</p>
          <Table>
            <Table.Tbody>
              {data.items.map(({ record, name, why, finding }) => (
                <Table.Tr key={record}>
                  <Table.Td>
                    <button
                      type="button"
                      className={classes['record']}
                      aria-expanded={opened === record}
                      onClick={() => setOpened(opened === record ? null : record)}
                    >
                      <bdi>{name}</bdi>
                    </button>
                    {opened === record && finding && <FindingTree subject={subject} finding={finding} />}
                  </Table.Td>
                  <Table.Td className={classes['outcome']}>
                    {why === null ? <strong>{t('rules.fires')}</strong> : t(`rules.why.${why}`)}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </>
      )}
    </section>
  )
}
