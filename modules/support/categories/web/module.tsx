import { IconTags } from '@tabler/icons-react'
import { foundIn, page, webModule, type Card, type Language } from '#kernel/web/index.tsx'
import { categories } from '../contract.ts'

/** The category's name in a language, else the one it was made with. */
export const nameIn = (card: Card, language: Language): string =>
  (card['names'] as Partial<Record<Language, string>> | undefined)?.[language] ?? String(card['name'])

export default webModule({
  name: 'categories',
  pages: [page('/settings/categories', categories.list.can, () => import('./categories.tsx'))],
  menu: [
    {
      to: '/settings/categories',
      label: 'menu.categories',
      keywords: 'menu.categories_keywords',
      icon: IconTags,
      order: 30,
      can: categories.update.can,
      area: 'settings',
    },
  ],
  references: {
    category: {
      // There are few categories; one list names them all.
      load: async (call) => (await call(categories.list, { limit: 200, sort: 'name' })).items,
      search: async (call, text) =>
        (await call(categories.list, { ...(text ? { q: text } : {}), sort: 'name', limit: 50 })).items,
      label: nameIn,
    },
  },
  offline: { keep: [categories.list] },
  found: {
    category: {
      icon: IconTags,
      many: 'category.many',
      can: categories.update.can,
      to: ({ title }) => foundIn('/settings/categories', title),
    },
  },
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
