import { implement, serverModule } from '#kernel/server/module.ts'
import { component, fieldsWith } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { search, type SearchAnswer } from '../contract.ts'

const own = implement(
  search,
  { tables: [] },
  {
    find: async (context, { entity, ...ask }) =>
      countingPeople(
        context,
        await context.platform.search.find(context, { ...ask, entity: typeof entity === 'string' ? [entity] : entity }),
      ),
    findBy: async (context, { where, ...ask }) =>
      countingPeople(
        context,
        await context.platform.search.find(context, {
          ...ask,
          where: where.map((filter) => ({ ...filter, field: filter.field.toLowerCase(), at: 0 })),
        }),
      ),
  },
)

/** What is found of other people is a reading of their data; a search that finds none is nobody's business. */
function countingPeople({ platform, actor, audit }: Context, answer: SearchAnswer): SearchAnswer {
  const kinds = new Set(
    platform.entities.filter((of) => fieldsWith(of, ({ personal }) => personal).length > 0).map(({ name }) => name),
  )
  const found = answer.items.filter(({ entity, id }) => kinds.has(entity) && id !== actor.user_id)
  audit({ facts: { count: found.length } })
  return answer
}

export default serverModule({
  name: 'platform/search',
  component: component('search', { version: '1.0.0', always: true }),
  actions: own,
})
