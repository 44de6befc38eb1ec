import { IconForms } from '@tabler/icons-react'
import { customFile } from '#kernel/contract/index.ts'
import { fill, page, webModule } from '#kernel/web/index.tsx'
import { MANAGE } from '../contract.ts'

export default webModule({
  name: 'fields',
  pages: [page('/settings/fields', MANAGE, () => import('./fields-page.tsx'))],
  menu: [
    {
      to: '/settings/fields',
      label: 'menu.fields',
      keywords: 'menu.fields_keywords',
      icon: IconForms,
      order: 28,
      can: MANAGE,
      area: 'settings',
    },
  ],
  fills: [fill(customFile, () => import('./file-control.tsx'))],
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
