import { component, conflict, invalid } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { crudHandlers } from '#kernel/server/crud.ts'
import { implement, serverModule } from '#kernel/server/module.ts'
import { sql } from 'kysely'
import { categories, Category } from '../contract.ts'

const standard = crudHandlers(Category, 'categories', {
  search: (q) => sql<boolean>`position(lower(${q}) in lower(name)) > 0`,
})

const DEEPEST = 5

const own = implement(
  categories,
  { tables: [Category] },
  {
    ...standard,

    async create(context, draft) {
      await refuseParent(context, null, draft.parent)
      return standard.create(context, draft)
    },
    async replace(context, input) {
      await refuseParent(context, input.id, input.parent)
      return standard.replace(context, input)
    },
    async update(context, input) {
      await refuseParent(context, input.id, input.parent ?? null)
      return standard.update(context, input)
    },
    /** Tickets keep a category that is gone; categories below it would hang in the air. */
    async remove(context, { id }) {
      const child = await context.db
        .selectFrom('categories')
        .select('id')
        .where('parent', '=', id)
        .where('deleted_at', 'is', null)
        .executeTakeFirst()
      if (child) throw conflict('category.has_children')
      return standard.remove(context, { id })
    },
  },
)

/** Throws 422 when the parent is not there, lies below the category itself, or too deep. */
async function refuseParent({ db }: Context, id: string | null, parent: string | null): Promise<void> {
  let above = parent
  for (let depth = 1; above !== null; depth++) {
    if (above === id) throw invalid([{ pointer: '/parent', code: 'circle' }])
    if (depth >= DEEPEST) throw invalid([{ pointer: '/parent', code: 'too_deep', params: { maximum: DEEPEST } }])
    // Locked, so that two moves at the same time cannot close a circle together.
    const row = (await db
      .selectFrom('categories')
      .select('parent')
      .where('id', '=', above)
      .where('deleted_at', 'is', null)
      .forUpdate()
      .executeTakeFirst()) as { parent: string | null } | undefined
    if (!row) throw invalid([{ pointer: '/parent', code: 'unknown_reference' }])
    above = row.parent
  }
}

const read = { 'categories.read': 'all' } as const

export default serverModule({
  name: 'support/categories',
  component: component('categories', { version: '1.0.0' }),
  actions: own,
  grants: {
    manager: { ...read, 'categories.create': 'all', 'categories.update': 'all', 'categories.delete': 'all' },
    agent: read,
    analyst: read,
    client: read,
  },
})
