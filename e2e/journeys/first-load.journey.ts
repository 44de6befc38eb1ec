import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { journey } from '../browser.ts'
import { listOf, see, signInByHand } from './person.ts'

/** What a first visit may cost, in bytes of scripts and styles under gzip, until its list stands there. */
const MOST = 350_000

journey(
  'the first visit of an agent and of a customer stays light',
  { language: 'ru', keepsFiles: true, timeout: 120_000 },
  async (tools) => {
    // In the language that they go on in: a second catalogue is another visit's.
    const agent = await weigh(tools.page, 'table a[href*="/tickets/"]', async () => {
      const t = await signInByHand(tools.page, 'agent@acme.test')
      await see(listOf(tools.page, t).getByRole('link').nth(3))
    })
    assert.ok(agent <= MOST, `the desk costs ${agent} bytes`)
    const other = await tools.newWindow({ size: 'phone' })
    const customer = await weigh(other, 'main li a', async () => {
      await signInByHand(other, 'client@acme.test', 'ru')
      await see(other.getByRole('main').getByRole('listitem').getByRole('link'))
    })
    assert.ok(customer <= MOST, `the portal costs ${customer} bytes`)
    console.log(`first visit, kB under gzip: desk ${(agent / 1000).toFixed(0)}, portal ${(customer / 1000).toFixed(0)}`)
  },
)

/** Of what was asked for until the list stood there: what comes in idle time behind it keeps nobody waiting. */
async function weigh(page: Page, row: string, visit: () => Promise<void>): Promise<number> {
  await page.addInitScript((wanted) => {
    const watch = new MutationObserver(() => {
      if (document.querySelectorAll(wanted).length === 0) return
      watch.disconnect()
      Object.assign(window, { stoodAt: Date.now() })
    })
    watch.observe(document, { childList: true, subtree: true })
  }, row)
  // Each once: what is taken from the cache later costs nothing.
  const sizes = new Map<string, { askedAt: number; size: Promise<number> }>()
  page.on('response', (response) => {
    if (!['script', 'stylesheet'].includes(response.request().resourceType()) || sizes.has(response.url())) return
    sizes.set(response.url(), {
      askedAt: response.request().timing().startTime,
      size: response.body().then((body) => gzipSync(body, { level: 9 }).length),
    })
  })
  await visit()
  const stoodAt = await page.evaluate(() => (window as unknown as { stoodAt: number }).stoodAt)
  const counted = [...sizes.values()].filter(({ askedAt }) => askedAt <= stoodAt)
  assert.ok(counted.length > 3, 'a page came without scripts')
  return (await Promise.all(counted.map(({ size }) => size))).reduce((sum, size) => sum + size, 0)
}
