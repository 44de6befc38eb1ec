// Who else is at a ticket, in words.
export type Attendant = { user_id: string; state: 'viewing' | 'typing' }
export type Here = { state: 'viewing' | 'typing'; words: string }

/** People other than oneself; whoever types comes first and decides the mark. */
export function othersAt(people: readonly Attendant[], me: string): { state: Here['state']; ids: string[] } | null {
  const others = people.filter(({ user_id }) => user_id !== me)
  if (others.length === 0) return null
  const typing = others.filter(({ state }) => state === 'typing')
  const told = typing.length > 0 ? typing : others
  return { state: told[0]!.state, ids: told.map(({ user_id }) => user_id) }
}
