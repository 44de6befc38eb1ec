// The board and the forecast: what many deals add up to.
import * as z from 'zod'
import { actions, type Entity, id, laneField, listFilter, MOST_LANES, query } from '#kernel/contract/index.ts'

/** Won and lost deals stay on the board so many days. */
export const BOARD_CLOSED_DAYS = 30

/** Amounts in minor units; currencies are never added to one another. */
const Sum = z.object({ currency: z.string(), sum: z.int(), weighted: z.int() })
/** One value of the field that divides the board; null = those without one. */
const Lane = z.object({
  value: z.string().nullable(),
  count: z.int(),
  sums: z.array(Sum),
  cells: z.array(z.object({ stage: id(), count: z.int() })),
})
const several = (one: z.ZodType<string>) => z.union([one, z.array(one).min(1).max(50)]).optional()
const person = z.union([z.uuid(), z.enum(['me', 'none'])])

const DIVIDED =
  'Divides the board into lanes: owner, team, source, or custom.<key> of a filterable dropdown of your own. POST /api/deals/{id}/move with the field in `values` moves a deal into a lane.'

type Asked = { id: string; lanes?: string | undefined } & Record<string, unknown>

/** Of deals, which are declared where this is used. */
export const boardOf = (of: Entity) =>
  actions('deals', '/deals', {
    /**
     * What each stage of a pipeline (`id`) holds of the deals that the caller sees and the list's filters find, in all its pages:
     * the cards themselves are lists by `stage`, sorted by `position`. `weighted` is the sum times the stage's probability. `inside` counts the deals of everybody,
     * because that is what a limit holds, across all lanes. Of won and lost deals those of the last 30 days.
     *
     * `lanes` divides the same by a field: `owner`, `team`, `source`, or `custom.<key>` of a filterable dropdown of your own
     * (422 `not_dividing` for another). The 50 lanes with most deals are told, those without a value and every option of a
     * dropdown among them though they be empty; `rest` is what the others add up to. The cards of a lane are the list by `stage` and
     * that field; a deal gets into one by `move` with the field in `values`.
     */
    board: query('GET /board/:id', {
      in: listFilter(of)
        .omit({ pipeline: true })
        .extend({ id: id(), lanes: laneField(of).optional().describe(DIVIDED) }) as unknown as z.ZodType<Asked, Asked>,
      out: z.object({
        columns: z.array(z.object({ stage: id(), count: z.int(), inside: z.int(), sums: z.array(Sum) })),
        lanes: z.array(Lane).max(MOST_LANES),
        rest: z.object({ lanes: z.int(), count: z.int(), sums: z.array(Sum) }).nullable(),
      }),
      can: 'deals.read',
    }),
    /**
     * Month by month and owner by owner. `weighted`: of open deals, by the month they are expected to close in, the amount times
     * the probability of their stage; `won`: of won deals, by the month they were won in. `none` counts those without a date.
     */
    forecast: query('GET /forecast', {
      in: z.strictObject({
        pipeline: id().optional(),
        from: z
          .string()
          .max(7)
          .regex(/^20[0-9]{2}-(?:0[1-9]|1[0-2])$/),
        months: z.int().min(1).max(24).default(6),
        owner: several(person),
      }),
      out: z.object({
        items: z.array(
          z.object({
            month: z.string(),
            owner: id().nullable(),
            currency: z.string(),
            open: z.int(),
            sum: z.int(),
            weighted: z.int(),
            won: z.int(),
            won_sum: z.int(),
          }),
        ),
      }),
      can: 'deals.read',
    }),
  })
