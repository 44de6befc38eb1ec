import { IconStack2 } from '@tabler/icons-react'
import { SIGNED_IN } from '#kernel/contract/index.ts'
import { page, webModule } from '#kernel/web/index.tsx'
import { jobs, platformJobs } from '../contract.ts'

const entry = { keywords: 'menu.jobs_keywords', icon: IconStack2, area: 'settings' } as const

export default webModule({
  name: 'jobs',
  pages: [
    page('/jobs', SIGNED_IN, () => import('./start.tsx')),
    page('/settings/jobs', jobs.overview.can, () => import('./own-jobs.tsx')),
    page('/settings/platform-jobs', platformJobs.overview.can, () => import('./platform-jobs.tsx')),
  ],
  menu: [
    { to: '/settings/jobs', label: 'menu.jobs', order: 60, can: jobs.overview.can, ...entry },
    {
      to: '/settings/platform-jobs',
      label: 'menu.platform_jobs',
      order: 61,
      can: platformJobs.overview.can,
      ...entry,
    },
  ],
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
