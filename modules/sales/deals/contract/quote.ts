// Quotes: what a deal offers, as a document in the client's language.
import * as z from 'zod'
import { actions, calendarDay, command, id, prose, query, settingsOf, whole } from '#kernel/contract/index.ts'

export const QUOTE_LANGUAGES = ['ru', 'en', 'uz', 'ar'] as const
export const MOST_QUOTES = 50

/** What an organisation may set up of deals. */
export const DealSettings = settingsOf('deal_settings', {
  /** Days that a quote holds where nothing else is said. */
  quote_valid_days: whole({}, [1, 365]).default(14),
  /** Stands below the lines of every quote: terms of payment and delivery, details of the organisation. */
  quote_terms: prose(2_000).default(''),
})

/** A quote as it was made; the deal may have changed since. `number` counts the organisation's quotes. */
const Quote = z.object({
  id: id(),
  number: z.int(),
  language: z.enum(QUOTE_LANGUAGES),
  issued_on: calendarDay(),
  valid_until: calendarDay(),
  amount: z.int(),
  currency: z.string(),
  /** Whose file it is; null for what a program made. */
  author: id().nullable(),
  name: z.string(),
})

const byId = z.strictObject({ id: id() })

export const quotes = actions('quotes', '/deals', {
  /** The latest first; at most 50. */
  list: query('GET /:id/quotes', { in: byId, out: z.object({ items: z.array(Quote) }), can: 'deals.read' }),
  /**
   * Makes a PDF of what the deal offers now, in a language, and keeps it as a file of the deal on its timeline.
   * `issued_on` is today by UTC where it is not said. 422 `before_issue` for a quote that ends before it begins; 409
   * `quote.busy` while too many are drawn, `quote.too_many` for a deal that has 50.
   */
  create: command('POST /:id/quotes', {
    in: byId.extend({
      language: z.enum(QUOTE_LANGUAGES),
      issued_on: calendarDay().optional(),
      valid_until: calendarDay().optional(),
    }),
    out: Quote,
    can: 'deals.update',
    status: 201,
  }),
  /** The PDF. */
  content: query('GET /:id/quotes/:quote/content', {
    in: byId.extend({ quote: id() }),
    out: z.any(),
    can: 'deals.read',
    raw: 'answer',
  }),
})
