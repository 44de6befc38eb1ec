// The same ticket has an address for staff and one for customers: whoever follows the other's link lands on their own.
import { useEffect } from 'react'
import { useAddress, useInPortal } from '#kernel/web/index.tsx'
import { ThreadSkeleton } from '../ticket/thread-skeleton.tsx'

export default function Forward() {
  const { params, go } = useAddress()
  const isPortal = useInPortal()
  const { id } = params
  const to = isPortal ? (id ? `/portal/tickets/${id}` : '/portal') : id ? `/tickets/${id}?view=all` : '/tickets'
  useEffect(() => go(to, { replace: true }), [go, to])
  return <ThreadSkeleton />
}
