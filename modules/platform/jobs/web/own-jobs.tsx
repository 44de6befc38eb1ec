import { jobs } from '../contract.ts'
import { JobsPage } from './jobs-page.tsx'

export default function OwnJobs() {
  return <JobsPage actions={jobs} title="menu.jobs" />
}
