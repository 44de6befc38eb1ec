// Where the second port begins: whoever oversees the platform sees all jobs, anybody else those of their organisation.
import { useEffect } from 'react'
import { RowsSkeleton, useAddress, useMe } from '#kernel/web/index.tsx'
import { platformJobs } from '../contract.ts'

export default function JobsStart() {
  const { may } = useMe()
  const { go } = useAddress()
  const all = may(platformJobs.overview.can)
  useEffect(() => go(all ? '/settings/platform-jobs' : '/settings/jobs', { replace: true }), [all, go])
  return <RowsSkeleton />
}
