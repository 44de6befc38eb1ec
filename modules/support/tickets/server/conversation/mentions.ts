// Colleagues whom a text names: `@Anna Petrova`, `@anna@acme.test`, or `@Anna` where there is one Anna only.
import { systemOf } from '#kernel/server/access/actor.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { mayBeMentioned } from '../notices.ts'
import { isStaff } from '../staff.ts'
import type { TicketContext } from '../tables.ts'

type Colleague = { id: string; name: string; email: string }

const MOST = 20
const MOST_MARKS = 200

/** Whom a text of staff names; `chosen` are those picked from a list, taken where the text has their name. */
export async function mentionsIn(context: TicketContext, text: string, chosen: readonly string[]): Promise<string[]> {
  if (!text.includes('@') || !isStaff(context.actor)) return []
  const colleagues = await context.as(systemOf(context.actor.tenant_id), async ({ call }) => {
    return (await call(users.addressees, { roles: mayBeMentioned(context) })).items
  })
  return namedIn(text, colleagues, chosen)
}

/** The longest name that stands behind each @; of several people with one name those who were chosen, else all. */
export function namedIn(text: string, colleagues: readonly Colleague[], chosen: readonly string[]): string[] {
  const lower = text.toLowerCase()
  const byName = Map.groupBy(colleagues.flatMap(namesOf), ({ name }) => name)
  const firstNames = Map.groupBy(colleagues, ({ name }) => name.toLowerCase().split(/\s+/)[0]!)
  for (const [name, people] of firstNames)
    if (people.length === 1 && !byName.has(name)) byName.set(name, [{ name, id: people[0]!.id }])
  const names = [...byName.keys()].toSorted((a, b) => b.length - a.length)
  const found = new Set<string>()
  let marks = 0
  for (let at = lower.indexOf('@'); at >= 0 && marks < MOST_MARKS; at = lower.indexOf('@', at + 1), marks++) {
    // An @ inside of a word is an address.
    if (at > 0 && /[\p{L}\p{N}._-]/u.test(lower[at - 1]!)) continue
    const name = names.find(
      (one) => lower.startsWith(one, at + 1) && !/[\p{L}\p{N}]/u.test(lower[at + 1 + one.length] ?? ''),
    )
    const people = name === undefined ? [] : byName.get(name)!
    const meant = people.filter(({ id }) => chosen.includes(id))
    for (const { id } of meant.length > 0 ? meant : people) found.add(id)
  }
  return [...found].slice(0, MOST)
}

const namesOf = ({ id, name, email }: Colleague) => [
  { id, name: name.toLowerCase() },
  { id, name: email.toLowerCase() },
]
