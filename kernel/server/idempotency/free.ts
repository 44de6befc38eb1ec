// A repeated request whose action opens its own transactions (uploads, hashing).
import { Problem } from '../../contract/index.ts'
import type { Db } from '../database/index.ts'
import { claim, keep, type Once, recall } from './once.ts'

/** Opens a transaction of the account's tenant. */
type Open = <T>(mode: 'read' | 'write', work: (db: Db) => Promise<T>) => Promise<T>

/**
 * Runs `work` unless its answer is known. What `work` commits through `finish` stores the answer with its effect; for
 * an action that does not, the answer is stored right after it.
 */
export async function onceFreely<T>(once: Once, open: Open, work: () => Promise<T>): Promise<T> {
  const recalled = () => open('read', (db) => recall(db, once))
  const found = await recalled()
  if (found) return found.answer as T
  try {
    const result = await work()
    if (!once.kept && !once.replayed)
      await open('write', async (db) => {
        if (!(await claim(db, once))) await keep(db, once, result)
      })
    return result
  } catch (error) {
    // The same request may have come through in another process meanwhile, and be the reason of the refusal.
    const late = error instanceof Problem ? await recalled() : null
    if (late) return late.answer as T
    throw error
  }
}
