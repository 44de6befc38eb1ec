import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { journey } from '../browser.ts'
import { listOf, see, signIn } from './person.ts'

/** What a first visit may cost, in bytes of scripts and styles under gzip, until its list stands there. */
const MOST = 350_000

journey(
  'the first visit of an agent and of a customer stays light',
  { language: 'ru', timeout: 120_000 },
  async (tools) => {
    // In the language that they go on in: a second catalogue is another visit's.
    const agent = await weigh(tools.page, async () => {
      const t = await signIn(tools.page, 'agent@acme.test')
      await see(listOf(tools.page, t).getByRole('link').nth(3))
    })
    assert.ok(agent <= MOST, `the desk costs ${agent} bytes`)
    const other = await tools.newWindow({ size: 'phone' })
    const customer = await weigh(other, async () => {
      await signIn(other, 'client@acme.test', 'ru')
      await see(other.getByRole('main').getByRole('listitem').getByRole('link'))
    })
    assert.ok(customer <= MOST, `the portal costs ${customer} bytes`)
    console.log(`first visit, kB under gzip: desk ${(agent / 1000).toFixed(0)}, portal ${(customer / 1000).toFixed(0)}`)
  },
)

async function weigh(page: Page, visit: () => Promise<void>): Promise<number> {
  // Each once: what is taken from the cache later costs nothing.
  const sizes = new Map<string, Promise<number>>()
  page.on('response', (response) => {
    if (!['script', 'stylesheet'].includes(response.request().resourceType()) || sizes.has(response.url())) return
    sizes.set(
      response.url(),
      response.body().then((body) => gzipSync(body, { level: 9 }).length),
    )
  })
  await visit()
  return (await Promise.all(sizes.values())).reduce((sum, size) => sum + size, 0)
}
