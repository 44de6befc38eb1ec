// The shape of a ticket while it is on its way.
import { Skeleton } from '@mantine/core'
import { ThreadSkeleton } from './thread-skeleton.tsx'
import classes from './ticket.module.css'

export function TicketSkeleton() {
  return (
    <div className={classes['ticket']} aria-busy="true">
      <div className={classes['main']}>
        <div className={classes['head']}>
          <Skeleton height={22} width="60%" />
          <Skeleton height={16} width="40%" mt={12} />
        </div>
        <div className={classes['scroll']}>
          <ThreadSkeleton />
        </div>
      </div>
      <aside className={classes['aside']} />
    </div>
  )
}
