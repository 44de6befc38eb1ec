// What one did oneself of late, in one's profile: sign-ins in one's name among it.
import { Button, Skeleton } from '@mantine/core'
import { ProblemAlert, Time, useInfiniteAction, useT } from '#kernel/web/index.tsx'
import { audit } from '../contract.ts'
import classes from './audit.module.css'
import { OutcomeMark, What } from './words.tsx'

const FEW = 10

export default function OwnActivity() {
  const t = useT()
  const entries = useInfiniteAction(audit.mine, { limit: FEW })
  return (
    <section aria-label={t('audit.mine')}>
      <h2>{t('audit.mine')}</h2>
      <p className="wn-quiet">{t('audit.mine_text')}</p>
      <ProblemAlert problem={entries.problem} onRetry={entries.refetch} />
      {entries.isPending && <Skeleton height={160} />}
      {!entries.isPending && !entries.problem && entries.items.length === 0 && (
        <p className="wn-quiet">{t('audit.mine_empty')}</p>
      )}
      <ul className={classes['lately']} aria-label={t('audit.mine')}>
        {entries.items.map(({ id, action, at, outcome, address }) => (
          <li key={id}>
            <What action={action} />
            {outcome !== 'done' && <OutcomeMark outcome={outcome} />}
            {address && <bdi className="wn-quiet">{address}</bdi>}
            <Time at={at} short />
          </li>
        ))}
      </ul>
      {entries.hasMore && (
        <Button variant="default" size="xs" loading={entries.isFetchingMore} onClick={entries.fetchMore}>
          {t('do.show_more')}
        </Button>
      )}
    </section>
  )
}
