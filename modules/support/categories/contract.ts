// What tickets are about: a small tree per tenant.
import * as z from 'zod'
import { actions, crud, entity, line, reference, slot, structure, tags } from '#kernel/contract/index.ts'

export const Category = entity('category', {
  table: 'categories',
  written: {
    name: line(100, { searched: 'A', sortable: true }),
    /** The name in other languages, by language code. */
    names: structure(z.partialRecord(z.enum(['ru', 'en', 'uz', 'ar']), z.string().min(1).max(100))).default({}),
    parent: reference('category').nullable().default(null),
    /** Words that put a ticket here, before anything was learned and over what was learned. */
    keywords: tags({ filterable: false }).default([]),
  },
})

export const categories = actions('categories', '/categories', crud(Category, 'categories'))

/** Below the list of categories, for whoever keeps them. */
export const categoriesPanel = slot<object>('categories.panel')
