// What a tenant's classifier has learned: kept in the database, held in memory while it is the newest.
import { DEFAULT_THRESHOLD } from '../../contract/categorising.ts'
import type { TicketContext } from '../tables.ts'
import { type Classifier, classifierOf, type Model } from './classifier.ts'

type Held = { version: number; classifier: Classifier | null }
export type Learned = { classifier: Classifier | null; threshold: number }

const MOST_HELD = 50
const held = new Map<string, Held>()

/** The newest classifier of the tenant: every process asks for its version, so that all of them think the same. */
export async function learnedBy({ db, actor }: TicketContext): Promise<Learned> {
  const row = await db.selectFrom('category_models').select(['version', 'threshold']).executeTakeFirst()
  if (!row) return { classifier: null, threshold: DEFAULT_THRESHOLD }
  const tenant = actor.tenant_id
  const known = held.get(tenant)
  held.delete(tenant)
  const newest = known?.version === row.version ? known : { version: row.version, classifier: await load(db) }
  held.set(tenant, newest)
  // The one asked for longest ago goes.
  if (held.size > MOST_HELD) held.delete(held.keys().next().value!)
  return { classifier: newest.classifier, threshold: row.threshold }
}

async function load(db: TicketContext['db']): Promise<Classifier | null> {
  const row = await db.selectFrom('category_models').select('model').executeTakeFirst()
  return row?.model ? classifierOf(row.model as Model) : null
}
