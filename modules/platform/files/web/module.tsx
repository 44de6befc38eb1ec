import { IconFile } from '@tabler/icons-react'
import { page, settingsEntry, webModule } from '#kernel/web/index.tsx'
import { fileRules } from '../contract.ts'

export default webModule({
  name: 'files',
  pages: [page('/settings/files', fileRules.overview.can, () => import('./file-rules.tsx'))],
  menu: [
    settingsEntry({
      to: '/settings/files',
      label: 'menu.files',
      icon: IconFile,
      order: 45,
      can: fileRules.overview.can,
    }),
  ],
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
