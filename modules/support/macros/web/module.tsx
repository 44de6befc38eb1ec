// What macros bring to the web interface: a list in the composer and the page where they are kept.
import { IconBolt } from '@tabler/icons-react'
import { fill, page, settingsEntry, webModule } from '#kernel/web/index.tsx'
import { composerTexts } from '#modules/support/tickets/contract.ts'
import { macros } from '../contract.ts'

export default webModule({
  name: 'macros',
  pages: [page('/settings/macros', macros.list.can, () => import('./macros.tsx'))],
  menu: [
    settingsEntry({ to: '/settings/macros', label: 'menu.macros', icon: IconBolt, order: 33, can: macros.list.can }),
  ],
  fills: [fill(composerTexts, () => import('./composer.tsx'))],
  offline: { keep: [macros.list] },
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
