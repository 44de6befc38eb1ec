// Choosing columns and their order. The first one is the row's title: it stays, and stays first.

/** Takes a column in at the end, or out. */
export const switched = (chosen: readonly string[], field: string): readonly string[] => {
  if (field === chosen[0]) return chosen
  return chosen.includes(field) ? chosen.filter((name) => name !== field) : [...chosen, field]
}

/** Moves a column towards the beginning (-1) or the end (1). */
export function moved(chosen: readonly string[], field: string, by: 1 | -1): readonly string[] {
  const from = chosen.indexOf(field)
  const to = from + by
  if (from < 1 || to < 1 || to >= chosen.length) return chosen
  const next = [...chosen]
  next.splice(to, 0, ...next.splice(from, 1))
  return next
}
