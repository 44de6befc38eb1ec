// What a board with thousands of open deals costs: to open, by its requests and in Chromium, and each move on it.
import pg from 'pg'
import type { Page } from 'playwright-core'
import { DEMO_PASSWORD } from '#modules/support/demo/server/seeding/desk-records.ts'
import { type Call, callAs } from '../../e2e/caller.ts'
import { launchBrowser, openWindow } from '../../e2e/window.ts'
import type { Instance } from '../instance.ts'
import { type Latencies, latencies } from '../latencies.ts'
import { cost } from '../machine.ts'

const SLUG = 'volume-001'
const ADMIN = `admin@${SLUG}.test`
const FIELDS = 'id,title,client,amount,currency,owner,stage,stage_since,position,version'
const PAGE = 50
const LANES = 20

type Painted = {
  /** In Chromium, from the press on the menu to cards in every column, or in every cell in sight; ms. */
  painted: Latencies
  /** The same in processor time of the page's thread, which other work on the machine does not change; ms at the median. */
  paintedMs: { all: number; script: number; layout: number; style: number }
}

export type BoardCost = Painted & {
  /** All requests of the page, those that wait for one another behind one another, in ms. */
  open: Latencies
  /** The same deals in lanes by owner. */
  inLanes: Painted & { lanes: number }
  /** One person after another moves a card to any place of any column; ms by the clock, and of processors. */
  move: Latencies
  moveMs: { server: number; database: number }
}

type Stage = { id: string; kind: string }

export async function measureBoard(instance: Instance, asked: { open: number; moves: number }): Promise<BoardCost> {
  await fill(instance, asked.open)
  const call = await callAs(instance.url, ADMIN)
  const open: number[] = []
  let columns: { stage: string; ids: string[] }[] = []
  for (let turn = 0; turn < 25; turn++) {
    const begun = performance.now()
    columns = await openOnce(call)
    if (turn >= 5) open.push(performance.now() - begun)
  }
  const move = await moves(instance, call, columns, asked.moves)
  const painted = await paint(instance.url, '/deals')
  await divide(instance)
  const inLanes = { lanes: LANES, ...(await paint(instance.url, '/deals/board?lanes=owner')) }
  return { open: latencies(open), ...painted, inLanes, ...move }
}

/** What the page asks, in its order: the pipeline, its stages and totals, a page of each column, the names on the cards. */
async function openOnce(call: Call): Promise<{ stage: string; ids: string[] }[]> {
  const ways = await call<{ items: { id: string; is_default: boolean }[] }>('GET', '/pipelines?sort=position')
  const pipeline = ways.items.find((one) => one.is_default)!.id
  const [stages] = await Promise.all([
    call<{ items: Stage[] }>('GET', `/pipelines/stages?pipeline=${pipeline}&sort=position`),
    call('GET', `/deals/board/${pipeline}`),
  ])
  const pages = await Promise.all(
    stages.items.map(({ id }) =>
      call<{ items: { id: string; client: string; owner: string | null }[] }>(
        'GET',
        `/deals?stage=${id}&sort=position&fields=${FIELDS}&limit=${PAGE}`,
      ),
    ),
  )
  const cards = pages.flatMap(({ items }) => items)
  const names = [...new Set(cards.map(({ client }) => client))].slice(0, 100)
  await call('GET', `/clients/cards?ids=${names.join()}`)
  return stages.items.map(({ id }, index) => ({ stage: id, ids: pages[index]!.items.map((one) => one.id) }))
}

async function moves(
  { pids }: Instance,
  call: Call,
  columns: { stage: string; ids: string[] }[],
  count: number,
): Promise<Pick<BoardCost, 'move' | 'moveMs'>> {
  // Open columns only: what is lost asks for a reason.
  const filled = columns.filter(({ ids }) => ids.length === PAGE)
  const times: number[] = []
  let before = cost(pids)
  for (let turn = -20; turn < count; turn++) {
    if (turn === 0) before = cost(pids)
    const from = filled[Math.abs(turn) % filled.length]!
    const to = filled[Math.abs(turn * 7 + 1) % filled.length]!
    const id = from.ids.splice(Math.abs(turn * 13) % from.ids.length, 1)[0]!
    const at = Math.abs(turn * 5) % to.ids.length
    const place = { after: to.ids[at - 1] ?? null, before: to.ids[at] ?? null }
    to.ids.splice(at, 0, id)
    const begun = performance.now()
    await call('POST', `/deals/${id}/move`, { stage: to.stage, ...place })
    if (turn >= 0) times.push(performance.now() - begun)
  }
  const after = cost(pids)
  const each = (part: 'server' | 'database') => ((after[part] - before[part]) * 1e3) / count
  return { move: latencies(times), moveMs: { server: each('server'), database: each('database') } }
}

/** The page itself, from the press to its cards, in an open window. */
async function paint(url: string, address: string): Promise<Painted> {
  const browser = await launchBrowser()
  try {
    const context = await openWindow(browser, url, { size: { width: 1440, height: 900 } })
    const page = await context.newPage()
    await page.goto('/')
    await page.locator('input[name=username]').fill(ADMIN)
    await page.locator('input[name=password]').fill(DEMO_PASSWORD)
    await page.locator('button[type=submit]').click()
    await page.locator('a[href="/deals"]').first().waitFor()
    const thread = await threadOf(page)
    const times: number[] = []
    const costs: Record<string, number>[] = []
    for (let turn = 0; turn < 6; turn++) {
      await page.goto('/clients')
      const link = page.locator('a[href="/deals"]').first()
      await link.waitFor()
      await page.waitForLoadState('networkidle')
      const before = await thread()
      const ms = await page.evaluate(async (to) => {
        const begun = performance.now()
        const pressed = document.querySelector<HTMLElement>(`a[href="${to}"]`)
        if (pressed) pressed.click()
        else {
          // No link leads there: as a step back in the window's history does.
          history.pushState(null, '', to)
          dispatchEvent(new PopStateEvent('popstate'))
        }
        const isThere = () => {
          const columns = [...document.querySelectorAll('section[data-kind="open"]')]
          const filled = [...document.querySelectorAll('[data-count]')].filter((total) => total.textContent !== '0')
          const cells = [...document.querySelectorAll('[data-lane-row]')]
            .filter((lane) => lane.getBoundingClientRect().top < innerHeight)
            .flatMap((lane) => filled.map((of) => lane.querySelector(`[data-cell="${of.getAttribute('data-count')}"]`)))
          const places = to.includes('lanes=') ? cells : columns
          return places.length > 0 && places.every((place) => place?.querySelector('[data-card]'))
        }
        while (!isThere()) await new Promise((next) => requestAnimationFrame(next))
        return performance.now() - begun
      }, address)
      const after = await thread()
      times.push(ms)
      costs.push(Object.fromEntries(Object.entries(after).map(([part, at]) => [part, (at - before[part]!) * 1e3])))
    }
    const middle = (part: string) => latencies(costs.map((one) => one[part] ?? 0)).p50
    return {
      painted: latencies(times),
      paintedMs: {
        all: middle('TaskDuration'),
        script: middle('ScriptDuration'),
        layout: middle('LayoutDuration'),
        style: middle('RecalcStyleDuration'),
      },
    }
  } finally {
    await browser.close()
  }
}

/** Reads what the page's thread has cost so far, in seconds of processor time, by what it was for. */
async function threadOf(page: Page): Promise<() => Promise<Record<string, number>>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]))
  }
}

/** Hands the open deals of every stage to twenty people in turn. */
async function divide({ database }: Instance): Promise<void> {
  await within(database, async (client) => {
    await client.query(
      `with people as (select array_agg(id) as ids from (select id from users order by role = 'client', id limit ${LANES}) u),
         placed as (select id, row_number() over (partition by stage order by position) as n from deals where state = 'open')
       update deals d set owner = people.ids[placed.n % ${LANES} + 1] from people, placed where placed.id = d.id`,
    )
  })
}

/** So many open deals over the open stages of the default pipeline, straight into the table. */
async function fill({ database }: Instance, open: number): Promise<void> {
  await within(database, async (client) => {
    const there = await client.query<{ count: string }>(
      `select count(*) from deals where state = 'open' and deleted_at is null`,
    )
    const missing = open - Number(there.rows[0]!.count)
    await client.query(
      `insert into clients (kind, name, address, tags, consent, notes, stage)
       select 'organisation', 'Клиент ' || n, '', '{}', false, '', 'client' from generate_series(1, 300) n
       where not exists (select from clients)`,
    )
    await client.query(
      `insert into deals (title, client, amount, currency, expected_close, owner, tags, lines, notes, pipeline, stage, state, stage_since, position)
       select 'Канал ' || n, (select array_agg(id) from clients)[n % 300 + 1], n * 1000, (array['UZS', 'USD'])[n % 2 + 1],
         current_date + n % 200, (select array_agg(id) from users where role <> 'client')[n % 5 + 1], '{}', '[]', '', s.pipeline, s.id, 'open',
         now() - n * interval '1 minute', 'U' || lpad((n * 10)::text, 5, '0')
       from generate_series(1, ${Math.max(0, missing)}) n
       join (select s.id, s.pipeline, row_number() over (order by s.position) as place, count(*) over () as of
             from pipeline_stages s join pipelines w on w.id = s.pipeline where w.is_default and s.kind = 'open') s on s.place = n % s.of + 1`,
    )
  })
}

/** Writes as the organisation that is measured. */
async function within(database: string, write: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: database })
  await client.connect()
  try {
    const { rows } = await client.query<{ id: string }>('select id from tenants where slug = $1', [SLUG])
    await client.query(`begin; set local role workernet_app; set local app.tenant_id = '${rows[0]!.id}'`)
    await write(client)
    await client.query('commit')
    await client.query('analyze deals, clients')
  } finally {
    await client.end()
  }
}
