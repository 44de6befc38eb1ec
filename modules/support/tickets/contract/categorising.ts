// Categories by themselves: what was thought of a ticket, and what the desk's classifier has learned.
import * as z from 'zod'
import { actions, command, id, instant, query, reference } from '#kernel/contract/index.ts'
import { Ticket } from '../contract.ts'

/** How sure a guess must be to be set without asking, unless the organisation says otherwise. */
export const DEFAULT_THRESHOLD = 0.8

const Candidate = z.object({
  category: id(),
  /** The model's probability; 1 for keywords. */
  confidence: z.number(),
  /** The words of the text that spoke for it, the loudest first. */
  words: z.array(z.object({ word: z.string(), weight: z.number() })),
})

export const Suggestion = z.object({
  category: id(),
  confidence: z.number(),
  by_keywords: z.boolean(),
  /** `set` by itself, `offered` for a person to decide, `confirmed` or `corrected` by one. */
  state: z.enum(['offered', 'set', 'confirmed', 'corrected']),
  made_at: instant(),
  candidates: z.array(Candidate),
})

export const suggesting = actions('tickets', '/tickets', {
  /** What was thought of a ticket's category when it came; null when nothing was. */
  suggestion: query('GET /:id/suggestion', {
    in: z.strictObject({ id: id() }),
    out: z.object({ suggestion: Suggestion.nullable() }),
    can: 'tickets.update',
  }),
  /** A person says what it is about: confirms the guess or corrects it, and the classifier learns from it. */
  categorise: command('POST /:id/category', {
    in: z.strictObject({ id: id(), category: reference('category') }),
    out: Ticket,
    can: 'tickets.update',
  }),
})

const Learning = z.object({
  trained_at: instant().nullable(),
  /** How many tickets it learned from, and in how many categories. */
  examples: z.int(),
  categories: z.int(),
  threshold: z.number(),
  /** Shares of one on tickets that it was not shown; null before the first training. */
  accuracy: z.number().nullable(),
  coverage: z.number().nullable(),
  precision_set: z.number().nullable(),
  baseline: z.number().nullable(),
})

export const categoryLearning = actions('category_learning', '/category-learning', {
  get: query('GET /', { out: Learning, can: 'categories.update' }),
  /** At what confidence a guess is set without asking; 1 means never. */
  set: command('PUT /', {
    in: z.strictObject({ threshold: z.number().min(0.5).max(1) }),
    out: Learning,
    can: 'categories.update',
  }),
  /** Learns anew soon; it happens by itself as well, every night when there is something new. */
  train: command('POST /train', { out: z.null(), can: 'categories.update', status: 204 }),
})
