// Names for prepared statements: the same SQL text is parsed and planned once per connection.
const names = new Map<string, string>()
const MOST = 2_000

/** Stands in statements that people put together out of conditions: they would use up the names of what is asked always. */
export const ONCE = '/* once */'
export const isOnce = (sql: string): boolean => sql.includes(ONCE)

/** A stable name for an SQL text; undefined once so many texts were seen that they must be one-offs. */
export function statementName(sql: string): string | undefined {
  const known = names.get(sql)
  if (known || names.size >= MOST || isOnce(sql)) return known
  const name = `s${names.size}`
  names.set(sql, name)
  return name
}
