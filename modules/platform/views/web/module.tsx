// What views bring to the web interface: the column and the bar of every list that has views, and the page behind the gear.
import { IconLayoutList } from '@tabler/icons-react'
import { fill, page, settingsEntry, webModule } from '#kernel/web/index.tsx'
import { views, viewsBar, viewsColumn } from '../contract.ts'

export default webModule({
  name: 'views',
  pages: [page('/settings/views', views.create.can, () => import('./manage.tsx'))],
  menu: [
    settingsEntry({
      to: '/settings/views',
      label: 'menu.views',
      icon: IconLayoutList,
      order: 35,
      can: views.create.can,
    }),
  ],
  fills: [fill(viewsColumn, () => import('./column.tsx')), fill(viewsBar, () => import('./bar.tsx'))],
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
