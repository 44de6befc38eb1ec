// Search over everything that declares searched fields.
import * as z from 'zod'
import { actions, id, query, SIGNED_IN } from '#kernel/contract/index.ts'

/** From and to in UTF-16 units of the text beside it: what draws a mark decides how it looks. */
const Range = z.tuple([z.int(), z.int()])

export const SearchHit = z.object({
  /** The kind of record: `ticket`, `user` … */
  entity: z.string(),
  id: id(),
  title: z.string(),
  marks: z.array(Range),
  /** A line of the record, or of one of its parts (a comment), around the words that were found. */
  snippet: z.object({ text: z.string(), marks: z.array(Range) }),
})
export type SearchHit = z.output<typeof SearchHit>

export const SearchAnswer = z.object({
  items: z.array(SearchHit),
  /** The cursor of the following page; null at the end, and after the first thousand. */
  next: z.string().nullable(),
  /** What was taken to be meant instead of what was typed. */
  corrections: z.array(
    z.object({ typed: z.string(), meant: z.string(), how: z.enum(['layout', 'alphabet', 'spelling']) }),
  ),
  /** Nothing holds every word: these hold most of them. */
  relaxed: z.boolean(),
})
export type SearchAnswer = z.output<typeof SearchAnswer>

const kind = z.string().min(1).max(40)
const page = {
  limit: z.int().min(1).max(100).default(20),
  cursor: z.string().max(10).optional(),
}

export const search = actions('search', '/search', {
  /**
   * Words in any form, "phrases", -without, or, field:value (`status:open priority:critical created:>2026-01-01
   * assignee:me`); several kinds may be asked for.
   */
  find: query('GET /', {
    in: z.strictObject({
      q: z.string().trim().min(1).max(200),
      entity: z.union([kind, z.array(kind).min(1).max(20)]).optional(),
      ...page,
    }),
    out: SearchAnswer,
    can: SIGNED_IN,
    audited: 'read',
  }),
  /** The same for programs: filters as data beside the words, sums as they are stored. */
  findBy: query('POST /', {
    in: z.strictObject({
      q: z.string().trim().max(200).default(''),
      entity: z.array(kind).min(1).max(20).optional(),
      where: z
        .array(
          z.strictObject({
            field: z.string().min(1).max(40),
            operator: z.enum(['=', '>', '>=', '<', '<=']).default('='),
            values: z.array(z.string().min(1).max(200)).min(1).max(50),
            not: z.boolean().default(false),
          }),
        )
        .max(20)
        .default([]),
      ...page,
    }),
    out: SearchAnswer,
    can: SIGNED_IN,
    audited: 'read',
  }),
})
