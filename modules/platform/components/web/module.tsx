// What is on for the organisation, and how it is set up.
import { IconPuzzle } from '@tabler/icons-react'
import { page, settingsEntry, webModule } from '#kernel/web/index.tsx'
import { components } from '../contract.ts'

export default webModule({
  name: 'components',
  pages: [
    page('/settings/components', components.catalog.can, () => import('./components-page.tsx')),
    page('/settings/components/$id', components.catalog.can, () => import('./component-page.tsx')),
  ],
  menu: [
    settingsEntry({
      to: '/settings/components',
      label: 'menu.components',
      icon: IconPuzzle,
      order: 5,
      can: components.catalog.can,
    }),
  ],
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
