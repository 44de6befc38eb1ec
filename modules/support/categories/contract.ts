// What tickets are about: a small tree per tenant.
import * as z from 'zod'
import { actions, crud, entity, line, reference, structure } from '#kernel/contract/index.ts'

export const Category = entity('category', {
  table: 'categories',
  written: {
    name: line(100, { searched: 'A', sortable: true }),
    /** The name in other languages, by language code. */
    names: structure(z.partialRecord(z.enum(['ru', 'en', 'uz', 'ar']), z.string().min(1).max(100))).default({}),
    parent: reference('category').nullable().default(null),
  },
})

export const categories = actions('categories', '/categories', crud(Category, 'categories'))
