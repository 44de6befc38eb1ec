import { component } from '#kernel/contract/index.ts'
import type { Grants } from '#kernel/contract/index.ts'
import { implement, serverModule } from '#kernel/server/module.ts'
import { countAll } from '#kernel/server/views/count.ts'
import { parseFilters } from '#kernel/server/views/viewed.ts'
import { SHARE, View, viewChanged, viewCreated, viewRemoved, views, viewsArranged } from '../contract.ts'
import { copy, create, kindOf, remove, restore, standard, update } from './saved.ts'
import { arrange, shelf } from './shelf.ts'

const own = implement(
  views,
  { tables: [View] },
  {
    // Views of what is switched off wait with it.
    list: (context, input) => {
      const { viewed, components } = context.platform
      const there = [...viewed]
        .filter(([, kind]) => components.offers(context.actor.tenant_id, kind))
        .map(([name]) => name)
      const isAll = there.length === viewed.size || input.entity !== undefined
      return standard.list(context, isAll ? input : { ...input, entity: there })
    },
    get: standard.get,
    create,
    replace: update,
    update,
    remove,
    restore,
    copy,
    shelf,
    arrange,
    async counts(context, { entity, sets }) {
      const kind = kindOf(context, entity)
      const asked = sets.map(({ filters }, index) => parseFilters(kind, filters, `/sets/${index}/filters`))
      const { place, counts } = await countAll(context, kind, asked)
      return { place, items: counts.map((count, index) => ({ key: sets[index]!.key, ...count })) }
    },
  },
)

const staff: Grants = { 'views.read': 'all', 'views.create': 'all', 'views.update': 'all', 'views.delete': 'all' }

export default serverModule({
  name: 'platform/views',
  component: component('views', { version: '1.0.0', always: true }),
  actions: own,
  events: [viewCreated, viewChanged, viewRemoved, viewsArranged],
  grants: {
    manager: { ...staff, [SHARE]: 'all' },
    sales_manager: { ...staff, [SHARE]: 'all' },
    agent: staff,
    analyst: staff,
    seller: staff,
  },
})
