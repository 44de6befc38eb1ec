// What deals bring to the web interface: the board, the list, their pages.
import { IconLayoutKanban, IconPlus } from '@tabler/icons-react'
import { fill, page, webModule, type ReferenceSource } from '#kernel/web/index.tsx'
import { clientSidebar } from '#modules/sales/clients/contract.ts'
import { deals, lossReasons, pipelines, pipelineStages } from '../contract.ts'
import { nameIn } from './naming.ts'

/** There are few of them; one list names them all. */
const fewOf = (list: typeof lossReasons.list): ReferenceSource => ({
  load: async (call) => (await call(list, { limit: 200, sort: 'position' })).items,
  search: async (call) => (await call(list, { limit: 200, sort: 'position' })).items,
  label: nameIn,
})

export default webModule({
  name: 'deals',
  pages: [
    page('/deals', deals.list.can, () => import('./deals-page.tsx'), { bare: true }),
    page('/deals/$id', deals.list.can, () => import('./deal/deal-page.tsx'), { bare: true }),
  ],
  menu: [{ to: '/deals', label: 'menu.deals', icon: IconLayoutKanban, order: 13, can: deals.list.can, key: 'KeyD' }],
  fills: [fill(clientSidebar, () => import('./client-deals.tsx'))],
  references: {
    deal: {
      load: async (call, ids) => (await call(deals.cards, { ids })).items,
      search: async (call, text) =>
        (await call(deals.list, { ...(text ? { q: text } : {}), fields: ['id', 'title', 'state'], limit: 20 })).items,
      label: ({ title }) => String(title),
      to: ({ id }) => `/deals/${id}`,
    },
    pipeline: fewOf(pipelines.list as never),
    pipeline_stage: fewOf(pipelineStages.list as never),
    loss_reason: fewOf(lossReasons.list),
  },
  commands: [
    {
      id: 'deals.create',
      label: 'deal.new',
      icon: IconPlus,
      can: deals.create.can,
      run: ({ navigate }) => navigate('/deals?new=yes'),
    },
  ],
  found: {
    deal: { icon: IconLayoutKanban, many: 'deal.many', can: deals.list.can, to: ({ id }) => `/deals/${id}` },
  },
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
