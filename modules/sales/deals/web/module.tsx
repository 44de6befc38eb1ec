// What deals bring to the web interface: the board, the list, their pages.
import { IconLayoutKanban, IconMoodSad, IconPlus, IconReportMoney, IconRoute } from '@tabler/icons-react'
import { type Card, fill, page, settingsEntry, webModule, type ReferenceSource } from '#kernel/web/index.tsx'
import { tasks } from '#modules/platform/tasks/contract.ts'
import { clientSidebar } from '#modules/sales/clients/contract.ts'
import { board, Deal, deals, dealSidebar, lossReasons, pipelines, pipelineStages } from '../contract.ts'
import type { StageRow } from './board/use-board.ts'
import { nameIn, NEXT_TASK } from './naming.ts'

const ALL = { limit: 200, sort: 'position' } as const
/** By its name in any language. */
const isCalled = (card: { name: string; names: unknown }, text: string) =>
  [card.name, ...Object.values(card.names as Record<string, string>)].some((name) =>
    name.toLowerCase().includes(text.toLowerCase()),
  )

/** There are few of them; one list names them all. */
const fewOf = (all: ReferenceSource['load']): ReferenceSource => ({
  load: all,
  search: async (call, text) => (await all(call, [])).filter((card) => isCalled(card as never, text)),
  label: nameIn,
})

/** Stages of several pipelines may be called the same: the name of theirs stands beside them. */
const stageSource: ReferenceSource = {
  load: async (call) => (await call(pipelineStages.list, ALL)).items as Card[],
  search: async (call, text) => {
    const [stages, ways] = await Promise.all([call(pipelineStages.list, ALL), call(pipelines.list, ALL)])
    return (stages.items as StageRow[])
      .filter((stage) => isCalled(stage, text))
      .map((stage) => ({
        ...stage,
        of: ways.items.length > 1 ? ways.items.find(({ id }) => id === stage.pipeline) : null,
      }))
  },
  label: nameIn,
  detail: ({ of }, language) => (of ? nameIn(of as Card, language) : null),
}

export default webModule({
  name: 'deals',
  pages: [
    page('/deals', deals.list.can, () => import('./deals-page.tsx'), { bare: true }),
    page('/deals/board', deals.list.can, () => import('./board/board-page.tsx'), { bare: true }),
    page('/deals/forecast', board.forecast.can, () => import('./forecast/forecast-page.tsx')),
    page('/settings/pipelines', pipelines.update.can, () => import('./settings/pipelines-page.tsx')),
    page('/settings/loss-reasons', lossReasons.update.can, () => import('./settings/loss-reasons.tsx')),
    page('/deals/$id', deals.list.can, () => import('./deal/deal-page.tsx'), { bare: true }),
  ],
  menu: [
    { to: '/deals', label: 'menu.deals', icon: IconLayoutKanban, order: 13, can: deals.list.can, key: 'KeyD' },
    settingsEntry({
      to: '/settings/pipelines',
      label: 'menu.pipelines',
      icon: IconRoute,
      order: 38,
      can: pipelines.update.can,
    }),
    settingsEntry({
      to: '/settings/loss-reasons',
      label: 'menu.loss_reasons',
      icon: IconMoodSad,
      order: 39,
      can: lossReasons.update.can,
    }),
  ],
  fills: [
    fill(clientSidebar, () => import('./client-deals.tsx')),
    fill(dealSidebar, () => import('./quote/quotes.tsx')),
  ],
  references: {
    deal: {
      load: async (call, ids) => (await call(deals.cards, { ids })).items,
      search: async (call, text) =>
        (await call(deals.list, { ...(text ? { q: text } : {}), fields: ['id', 'title', 'state'], limit: 20 })).items,
      label: ({ title }) => String(title),
      to: ({ id }) => `/deals/${id}`,
    },
    // Not a name, but asked as names are: of all cards that come into sight at once.
    [NEXT_TASK]: {
      load: async (call, ids) =>
        (await call(tasks.next, { entity: Deal.name, ids: [...ids] })).items.map((task) => ({
          ...task,
          id: String(task.record),
        })),
      label: ({ title }) => String(title),
    },
    pipeline: fewOf(async (call) => (await call(pipelines.list, ALL)).items),
    pipeline_stage: stageSource,
    loss_reason: fewOf(async (call) => (await call(lossReasons.list, ALL)).items),
  },
  commands: [
    {
      id: 'deals.create',
      label: 'deal.new',
      icon: IconPlus,
      can: deals.create.can,
      run: ({ navigate }) => navigate('/deals?new=yes'),
    },
    {
      id: 'deals.forecast',
      label: 'forecast.title',
      icon: IconReportMoney,
      can: board.forecast.can,
      run: ({ navigate }) => navigate('/deals/forecast'),
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
