import { platformJobs } from '../contract.ts'
import { JobsPage } from './jobs-page.tsx'

export default function PlatformJobs() {
  return <JobsPage actions={platformJobs} title="menu.platform_jobs" />
}
