// The shape of a conversation while it is on its way.
import { Skeleton } from '@mantine/core'
import classes from '../thread/thread.module.css'

export function ThreadSkeleton() {
  return (
    <div aria-hidden className={classes['thread']}>
      {[88, 60, 120].map((height, index) => (
        <div key={height} className={classes['message']}>
          <Skeleton height={12} width="30%" mb={12} />
          <Skeleton height={height - 40} width={`${92 - index * 12}%`} />
        </div>
      ))}
    </div>
  )
}
