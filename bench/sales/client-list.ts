// A list of very many clients, filtered by two fields that the organisation added: the rows are made by PostgreSQL itself.
import pg from 'pg'
import { signIn } from '../../e2e/caller.ts'
import type { Instance } from '../instance.ts'
import { type Latencies, latencies } from '../latencies.ts'
import { cost } from '../machine.ts'

export type Listed = {
  clients: number
  filled: number
  latencies: Latencies
  cpuMs: { server: number; database: number }
}

const TIERS = ['bronze', 'silver', 'gold', 'platinum', 'none_yet']
const SIZES = 200
const AT_ONCE = 10_000

/** Fills one organisation up to `clients`, and asks for pages of two filters, one after the other. */
export async function listClients(instance: Instance, clients: number, requests: number): Promise<Listed> {
  const { slug } = instance.agents[1]!
  const { token } = await signIn(instance.url, `admin@${slug}.test`)
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const options = TIERS.map((key) => ({ key, labels: { en: key } }))
  for (const field of [
    { key: 'tier', type: 'dropdown', options },
    { key: 'size', type: 'number' },
  ])
    await fetch(`${instance.url}/api/fields`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ entity: 'client', labels: { en: field.key }, filterable: true, in_list: true, ...field }),
    })
  const filled = await fill(instance.database, slug, clients)
  const ask = async (path: string) => {
    const answer = await fetch(`${instance.url}/api/clients?${path}`, { headers })
    const { items } = (await answer.json()) as { items?: unknown[] }
    if (!answer.ok || !items) throw new Error(`${path}: ${answer.status}`)
    return items.length
  }
  // A field is filterable once its records were gone through.
  for (let tries = 0; ; tries++)
    try {
      await ask('custom.tier=gold&custom.size_from=10&custom.size_to=12&limit=1')
      break
    } catch (error) {
      if (tries > 240) throw error
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  const before = cost(instance.pids)
  const times: number[] = []
  for (let at = 0; at < requests; at++) {
    const tier = TIERS[at % TIERS.length]!
    const size = (at * 7) % SIZES
    const range = at % 2 === 0 ? `custom.size=${size}` : `custom.size_from=${size}&custom.size_to=${size + 3}`
    const begun = performance.now()
    await ask(`custom.tier=${tier}&${range}&limit=50&sort=${at % 3 === 0 ? '-updated_at' : '-created_at'}`)
    times.push(performance.now() - begun)
  }
  const after = cost(instance.pids)
  const each = (part: 'server' | 'database') => ((after[part] - before[part]) * 1_000) / requests
  return {
    clients,
    filled,
    latencies: latencies(times),
    cpuMs: { server: each('server'), database: each('database') },
  }
}

/** Answers how many seconds it took. */
async function fill(url: string, slug: string, clients: number): Promise<number> {
  const database = new pg.Client(url)
  await database.connect()
  const begun = performance.now()
  const { rows } = await database.query<{ id: string }>('select id from tenants where slug = $1', [slug])
  const tenant = rows[0]!.id
  const { rows: there } = await database.query<{ count: string }>('select count(*) from clients where tenant_id = $1', [
    tenant,
  ])
  for (let from = Number(there[0]!.count); from < clients; from += AT_ONCE) {
    await database.query('begin')
    await database.query(`select set_config('app.tenant_id', $1, true), set_config('app.upkeep', 'on', true)`, [tenant])
    await database.query(
      `insert into clients (kind, name, email, address, tags, consent, notes, stage, custom, created_at)
       select 'person', 'Buyer ' || n, 'bench' || n || '@example.org', '', '{}', false, '', 'client',
         jsonb_build_object('tier', ($1::text[])[1 + n % $2], 'size', (n * 31) % $3), now() - make_interval(secs => n)
       from generate_series($4::int, $5::int - 1) n`,
      [TIERS, TIERS.length, SIZES, from, Math.min(clients, from + AT_ONCE)],
    )
    await database.query('commit')
  }
  await database.query('analyze clients')
  await database.end()
  return (performance.now() - begun) / 1_000
}
