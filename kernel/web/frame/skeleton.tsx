// What stands there while the real thing is on its way.
import { Skeleton } from '@mantine/core'
import { useT } from '../language/hooks.tsx'
import classes from './frame.module.css'

/** The outline of the frame, before it is known who is there. */
export function FrameSkeleton() {
  const t = useT()
  return (
    <div className={classes['frame']} aria-busy="true" aria-label={t('loading')}>
      <div className={classes['nav']} />
      <main className={classes['main']}>
        <div className={classes['page']}>
          <PageSkeleton />
        </div>
      </main>
    </div>
  )
}

export function PageSkeleton() {
  return (
    <div aria-hidden="true">
      <Skeleton height={24} width={180} mb={20} />
      <RowsSkeleton />
    </div>
  )
}

/** Rows of a list that is being fetched. */
export function RowsSkeleton({ rows = 8, height = 40 }: { rows?: number; height?: number }) {
  return (
    <div className={classes['rows']}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} style={{ blockSize: height }}>
          <Skeleton height={12} width={`${72 - ((index * 17) % 40)}%`} />
        </div>
      ))}
    </div>
  )
}
