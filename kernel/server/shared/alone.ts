import pg from 'pg'

/** Runs `work` while no other process on this database runs its own under the same name; waits for its turn. */
export async function alone<T>(url: string, name: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: `workernet ${name}` })
  client.on('error', () => {}) // The turn is lost with the connection; what works meanwhile has connections of its own.
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(hashtext($1))', [`workernet alone ${name}`])
    return await work()
  } finally {
    await client.end()
  }
}
