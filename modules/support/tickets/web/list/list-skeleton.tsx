// The shape of the list while it is on its way.
import { Skeleton } from '@mantine/core'
import classes from './list.module.css'

export function ListSkeleton({ rows = 8 }: { rows?: number }) {
  return (
    <div aria-hidden className={classes['skeleton']}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={classes['row']}>
          <Skeleton height={10} width="45%" />
          <Skeleton height={12} width={`${85 - (index % 3) * 14}%`} />
          <Skeleton height={10} width="70%" />
        </div>
      ))}
    </div>
  )
}
