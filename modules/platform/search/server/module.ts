import { implement, serverModule } from '#kernel/server/module.ts'
import { search } from '../contract.ts'

const own = implement(
  search,
  { tables: [] },
  {
    find: (context, { entity, ...ask }) =>
      context.platform.search.find(context, { ...ask, entity: typeof entity === 'string' ? [entity] : entity }),
    findBy: (context, { where, ...ask }) =>
      context.platform.search.find(context, {
        ...ask,
        where: where.map((filter) => ({ ...filter, field: filter.field.toLowerCase(), at: 0 })),
      }),
  },
)

export default serverModule({ name: 'platform/search', actions: own })
