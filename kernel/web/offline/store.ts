// The database of one person in this browser: answers by what was asked, and the outbox.
import { type DBSchema, openDB } from 'idb'
import type { Action } from '../../contract/index.ts'
import { fits, type Known } from '../live/list-rule.ts'
import type { Waiting } from './outbox.ts'

/** `group` is the record that an answer belongs to, empty for others. */
type Answer = { key: string; group: string; at: number; answer: unknown }
interface Schema extends DBSchema {
  answers: { key: string; value: Answer; indexes: { group: string } }
  outbox: { key: string; value: Waiting }
}

/** So many records stay with everything that belongs to them, and so many answers that belong to none. */
export const MOST_RECORDS = 200
const MOST_OTHERS = 600

export type Store = Awaited<ReturnType<typeof openStore>>

/** `gone` is called when another tab deletes the database: nothing may be kept from then on. */
export async function openStore(name: string, gone: () => void) {
  const db = await openDB<Schema>(name, 1, {
    upgrade(fresh) {
      fresh.createObjectStore('answers', { keyPath: 'key' }).createIndex('group', 'group')
      fresh.createObjectStore('outbox', { keyPath: 'key' })
    },
    blocking() {
      db.close()
      gone()
    },
  })

  const put = (rows: readonly Omit<Answer, 'at'>[]) => {
    const write = db.transaction('answers', 'readwrite')
    const at = Date.now()
    return Promise.all([...rows.map((row) => write.store.put({ ...row, at })), write.done])
  }

  return {
    async keep(action: Action, input: unknown, answer: unknown): Promise<void> {
      const asked = input as Record<string, unknown>
      if (asked['cursor']) return
      const ids = idsIn(asked)
      const rows = ids
        ? itemsOf(answer).map((item) => ({ key: `${action.name} ${item.id}`, group: '', answer: item }))
        : [{ key: keyOf(action, asked), group: String(asked['id'] ?? ''), answer }]
      await put(rows)
    },

    /** The answer as it was last given, or for a list one made of the records that are here; undefined for neither. */
    async find(action: Action, input: unknown): Promise<unknown> {
      const asked = input as Record<string, unknown>
      const ids = idsIn(asked)
      if (ids) {
        const found = await Promise.all(ids.map((id) => db.get('answers', `${action.name} ${id}`)))
        return { items: found.flatMap((one) => (one ? [one.answer] : [])) }
      }
      const exact = asked['cursor'] ? undefined : await db.get('answers', keyOf(action, asked))
      if (exact) return exact.answer
      if (!action.about || !action.name.endsWith('.list')) return undefined
      const prefix = `${action.name.slice(0, -'list'.length)}get `
      const records = await db.getAll('answers', IDBKeyRange.bound(prefix, `${prefix}\uffff`))
      if (records.length === 0) return undefined
      const me = name.slice(name.indexOf('/') + 1)
      return listOf(
        action,
        asked,
        records.map(({ answer }) => answer as Known),
        me,
      )
    },

    /** Forgets what was asked for longest ago. */
    async prune(): Promise<void> {
      const all = await db.getAll('answers')
      const latest = new Map<string, number>()
      for (const { group, at } of all) if (group) latest.set(group, Math.max(at, latest.get(group) ?? 0))
      const kept = new Set(
        [...latest]
          .toSorted((a, b) => b[1] - a[1])
          .slice(0, MOST_RECORDS)
          .map(([group]) => group),
      )
      const others = all.filter(({ group }) => !group).toSorted((a, b) => b.at - a.at)
      const old = [...all.filter(({ group }) => group && !kept.has(group)), ...others.slice(MOST_OTHERS)]
      const write = db.transaction('answers', 'readwrite')
      await Promise.all([...old.map(({ key }) => write.store.delete(key)), write.done])
    },

    waiting: async (): Promise<Waiting[]> => (await db.getAll('outbox')).toSorted((a, b) => a.at.localeCompare(b.at)),
    put: async (one: Waiting): Promise<void> => void (await db.put('outbox', one)),
    remove: (key: string): Promise<void> => db.delete('outbox', key),
  }
}

const keyOf = (action: Action, input: Record<string, unknown>): string =>
  `${action.name} ${JSON.stringify(input, Object.keys(input).toSorted())}`

/** Names for ids are asked for in any company: each is kept by itself. */
const idsIn = (input: Record<string, unknown>): string[] | null =>
  Array.isArray(input['ids']) ? (input['ids'] as string[]) : null
const itemsOf = (answer: unknown) => (answer as { items: { id: string }[] }).items

/** What a list would hold of these records: its filters, its words read plainly, its order. */
export function listOf(action: Action, asked: Record<string, unknown>, records: readonly Known[], me: string) {
  const words = String(asked['q'] ?? '').toLowerCase()
  const sort = String(asked['sort'] ?? '-created_at')
  const field = sort.replace(/^-/, '')
  const text = (record: Known) => String(record[field] ?? '')
  const numeric = { numeric: true }
  const items = records
    .filter((record) => fits(action.about!, asked, record, me) !== false)
    .filter((record) => !words || Object.values(record).some((one) => String(one).toLowerCase().includes(words)))
    .toSorted((a, b) => text(a).localeCompare(text(b), 'en', numeric) * (sort.startsWith('-') ? -1 : 1))
  return { items, next: null, ...(asked['total'] ? { total: items.length } : {}) }
}
