import { SIGNED_IN } from '#kernel/contract/index.ts'
import { page, webModule } from '#kernel/web/index.tsx'
import { search } from '../contract.ts'

const IN_PALETTE = 12

export default webModule({
  name: 'search',
  pages: [page('/search', SIGNED_IN, () => import('./results.tsx'))],
  finder: {
    async find(call, q, kinds) {
      const { items, corrections } = await call(search.find, { q, entity: [...kinds], limit: IN_PALETTE })
      return { items, meant: corrections.length > 0 ? corrections.map(({ meant }) => meant).join(' ') : null }
    },
    page: (q) => `/search?${new URLSearchParams({ q }).toString()}`,
  },
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
