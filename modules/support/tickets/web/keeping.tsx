// What those who keep a desk in order get beside it: the page of tags, and what the categories learned.
import { IconHash } from '@tabler/icons-react'
import { fill, page, webModule } from '#kernel/web/index.tsx'
import { categoriesPanel } from '#modules/support/categories/contract.ts'
import { ticketTags } from '../contract/tags.ts'

export default webModule({
  name: 'ticket-keeping',
  component: 'tickets',
  pages: [page('/settings/tags', ticketTags.rename.can, () => import('./tags/tags-page.tsx'))],
  menu: [
    {
      to: '/settings/tags',
      label: 'menu.tags',
      keywords: 'menu.tags_keywords',
      icon: IconHash,
      order: 32,
      can: ticketTags.rename.can,
      area: 'settings',
    },
  ],
  fills: [fill(categoriesPanel, () => import('./learning/learning-panel.tsx'))],
})
