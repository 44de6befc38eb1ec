// Learning: from the categories that people chose, every night when there is something new, or when somebody asks.
import type { Out, Parsed } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Platform } from '#kernel/server/context.ts'
import { every, freeWorker, jobKind } from '#kernel/server/jobs.ts'
import { sql } from 'kysely'
import { type categoryLearning, DEFAULT_THRESHOLD } from '../../contract/categorising.ts'
import type { TicketContext } from '../tables.ts'
import { classifierOf, type Example, train } from './classifier.ts'
import { measure, mostFrequentOf } from './measure.ts'

const learnJob = jobKind<{ asked: boolean }>('tickets.learn_categories')
/** The newest say most about what comes; more would only take longer. */
const MOST_EXAMPLES = 4_000
/** New choices that make a training worth its while. */
const ENOUGH_NEW = 5
const CHARACTERS = 2_000

/** What people chose, newest first: what was only set by itself teaches nothing. */
const chosen = ({ db }: TicketContext) =>
  db
    .selectFrom('tickets as t')
    .leftJoin('ticket_suggestions as s', 's.ticket', 't.id')
    .where('t.deleted_at', 'is', null)
    .where('t.category', 'is not', null)
    .where(sql<boolean>`s.state is null or s.state in ('confirmed', 'corrected')`)

async function examplesOf(context: TicketContext): Promise<Example[]> {
  const rows = await chosen(context)
    .select(['t.title', 't.category', sql<string>`left(t.description, ${sql.lit(CHARACTERS)})`.as('description')])
    .orderBy('t.created_at', 'desc')
    .orderBy('t.id')
    .limit(sql.lit(MOST_EXAMPLES))
    .execute()
  return rows as Example[]
}

/** Reads, learns outside of any transaction, writes. */
async function learn(platform: Platform, tenantId: string, { asked }: { asked: boolean }): Promise<void> {
  const within = <T>(work: (context: TicketContext) => Promise<T>) =>
    platform.within(systemOf(tenantId), { cause: learnJob.queue }, work)
  const examples = await within(async (context) => ((await isWorthIt(context, asked)) ? examplesOf(context) : null))
  if (!examples) return
  const model = await train(examples)
  const held = examples.filter((_, index) => index % 5 === 0)
  const shown = examples.filter((_, index) => index % 5 !== 0)
  const partly = await train(shown)
  await within(async ({ db }) => {
    const row = await db.selectFrom('category_models').select('threshold').executeTakeFirst()
    const threshold = row?.threshold ?? DEFAULT_THRESHOLD
    const measured = partly && measure(classifierOf(partly), held, threshold, mostFrequentOf(shown))
    const values = {
      trained_at: sql<string>`now()`,
      examples: examples.length,
      accuracy: measured?.accuracy ?? null,
      coverage: measured?.coverage ?? null,
      precision_set: measured?.precision_set ?? null,
      baseline: measured?.baseline ?? null,
      model: model && JSON.stringify(model),
    }
    await db
      .insertInto('category_models')
      .values(values)
      .onConflict((met) =>
        met.column('tenant_id').doUpdateSet({ ...values, version: sql`category_models.version + 1` }),
      )
      .execute()
  })
}

async function isWorthIt(context: TicketContext, asked: boolean): Promise<boolean> {
  if (asked) return true
  const before = await context.db.selectFrom('category_models').select('examples').executeTakeFirst()
  const { count } = await chosen(context)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Math.abs(Math.min(count, MOST_EXAMPLES) - (before?.examples ?? 0)) >= ENOUGH_NEW
}

async function askTenants(platform: Platform): Promise<void> {
  const tenants = (await platform.database.platform('read', (db) =>
    db.selectFrom('tenants').select('id').where('is_active', '=', true).where('deleted_at', 'is', null).execute(),
  )) as { id: string }[]
  for (const { id } of tenants)
    await platform.within(systemOf(id), {}, ({ enqueue }) => enqueue(learnJob, { asked: false }))
}

export const learningJobs = [every('17 2 * * *', 'tickets.ask_to_learn', askTenants), freeWorker(learnJob, learn)]

export async function learning({ db }: TicketContext): Promise<Out<typeof categoryLearning.get>> {
  const row = await db
    .selectFrom('category_models')
    .select(['trained_at', 'examples', 'threshold', 'accuracy', 'coverage', 'precision_set', 'baseline'])
    .select(sql<number>`coalesce(jsonb_array_length(model -> 'classes'), 0)`.as('categories'))
    .executeTakeFirst()
  const nothing = { trained_at: null, examples: 0, categories: 0, threshold: DEFAULT_THRESHOLD }
  return row ?? { ...nothing, accuracy: null, coverage: null, precision_set: null, baseline: null }
}

export async function setThreshold(
  context: TicketContext,
  { threshold }: Parsed<typeof categoryLearning.set>,
): Promise<Out<typeof categoryLearning.set>> {
  await context.db
    .insertInto('category_models')
    .values({ threshold })
    .onConflict((met) => met.column('tenant_id').doUpdateSet({ threshold }))
    .execute()
  return learning(context)
}

export async function askToLearn({ enqueue }: TicketContext): Promise<null> {
  await enqueue(learnJob, { asked: true })
  return null
}
