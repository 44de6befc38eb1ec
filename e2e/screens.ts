// `npm run screens`: pictures of the main pages, kept in docs/screens. Starts the product with its demo data and uses it as people do.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { type Email, listOf, openTicket, press, see, signIn, thread } from './journeys/person.ts'
import type { Words } from './journeys/words.ts'
import { startPlatform } from './platform.ts'
import { launchBrowser, openWindow, type WindowSettings } from './window.ts'
import { openPage } from './journeys/every-page.ts'

type Screen = {
  name: string
  who: Email
  language?: 'ru' | 'en' | 'uz' | 'ar'
  window: WindowSettings
  walk: (page: Page, t: Words) => Promise<unknown>
}

const desktop = { size: { width: 1440, height: 900 } } as const
const phone = { size: 'phone' } as const

const anyTicket = async (page: Page, t: Words) => {
  await press(listOf(page, t).getByRole('link').nth(1))
  await see(thread(page, t).getByRole('article'))
}
const at = (address: string) => (page: Page) => openPage(page, address)

/** The page of the first record of a list. */
const firstOf = (address: string, links: string) => async (page: Page) => {
  await openPage(page, address)
  await see(page.locator(links))
  const [path] = await page
    .locator(links)
    .evaluateAll((all) => all.map((one) => one.getAttribute('href')!.split('?')[0]!))
  await openPage(page, path!)
}

const SCREENS: readonly Screen[] = [
  {
    name: 'workspace',
    who: 'agent@acme.test',
    window: desktop,
    walk: (page, t) => openTicket(page, t, 'нет интернета!!!'),
  },
  { name: 'workspace-dark', who: 'agent@globex.test', window: { ...desktop, dark: true }, walk: anyTicket },
  { name: 'workspace-arabic', who: 'agent@globex.test', language: 'ar', window: desktop, walk: anyTicket },
  { name: 'list-phone', who: 'agent@acme.test', window: phone, walk: (page, t) => see(listOf(page, t)) },
  { name: 'ticket-phone', who: 'agent@acme.test', window: { ...phone, dark: true }, walk: anyTicket },
  { name: 'portal', who: 'client@acme.test', language: 'ru', window: desktop, walk: at('/portal') },
  { name: 'portal-new-phone', who: 'client@acme.test', window: phone, walk: at('/portal/new') },
  { name: 'settings', who: 'admin@acme.test', window: desktop, walk: at('/settings') },
  { name: 'list-table', who: 'agent@acme.test', window: desktop, walk: (page, t) => see(listOf(page, t)) },
  { name: 'mailboxes', who: 'admin@acme.test', window: desktop, walk: at('/settings/mailboxes') },
  { name: 'keys-dark', who: 'agent@acme.test', window: { ...desktop, dark: true }, walk: at('/settings/keys') },
  { name: 'profile-arabic-phone', who: 'client@acme.test', language: 'ar', window: phone, walk: at('/profile') },
  { name: 'users', who: 'admin@acme.test', window: desktop, walk: at('/settings/users') },
  { name: 'audit', who: 'admin@acme.test', language: 'en', window: desktop, walk: at('/settings/audit') },
  { name: 'board', who: 'sales_manager@acme.test', window: desktop, walk: at('/deals') },
  {
    name: 'deal',
    who: 'sales_manager@acme.test',
    window: desktop,
    walk: firstOf(`/deals?view=all&q=${encodeURIComponent('Связь для нового офиса')}`, 'table a[href^="/deals/"]'),
  },
  { name: 'clients', who: 'sales_manager@acme.test', window: desktop, walk: at('/clients') },
  {
    name: 'client-dark',
    who: 'sales_manager@acme.test',
    window: { ...desktop, dark: true },
    walk: firstOf('/clients', 'table a[href^="/clients/"]'),
  },
  { name: 'board-phone', who: 'sales_manager@acme.test', window: phone, walk: at('/deals') },
  {
    name: 'jobs',
    who: 'admin@acme.test',
    language: 'en',
    window: { ...desktop, dark: true },
    walk: at('/settings/jobs'),
  },
]

const QUIET_MS = 1_200

/**
 * Answers how to wait until nothing is on its way to a page any more: no grey shape stands for what is still to come, and for a
 * while nothing was asked for. Playwright's own idle state is that of the first load only, and names are asked for after it.
 */
function watchRest(page: Page): () => Promise<void> {
  let [open, last] = [0, Date.now()]
  const note = (by: number) => () => ([open, last] = [open + by, Date.now()])
  page.on('request', note(1))
  page.on('requestfinished', note(-1))
  page.on('requestfailed', note(-1))
  const isQuiet = () => open <= 0 && Date.now() - last > QUIET_MS
  const skeletons = page.locator('.mantine-Skeleton-root')
  return async () => {
    const until = Date.now() + 30_000
    while (!isQuiet() || (await skeletons.count()) > 0) {
      assert.ok(Date.now() < until, `${page.url()} does not come to rest`)
      await page.waitForTimeout(100)
    }
    await page.evaluate(() => document.fonts.ready.then(() => undefined))
  }
}

/** `npm run screens -- deal board` takes some of them. */
const only = process.argv.slice(2)
const folder = path.join('docs', 'screens')
mkdirSync(folder, { recursive: true })
const platform = await startPlatform()
const browser = await launchBrowser()
try {
  for (const { name, who, language, window, walk } of SCREENS) {
    if (only.length > 0 && !only.includes(name)) continue
    const context = await openWindow(browser, platform.url, { reducedMotion: true, ...window })
    const page = await context.newPage()
    const atRest = watchRest(page)
    await walk(page, await signIn(page, who, language))
    await atRest()
    const picture = sharp(await page.screenshot())
    await picture
      .clone()
      .webp({ quality: 82 })
      .toFile(path.join(folder, `${name}.webp`))
    // Components show some of them, smaller: those that they declare.
    const small = path.join('app', 'web', 'public', 'pictures', `${name}.webp`)
    if (existsSync(small)) await picture.clone().resize({ width: 960 }).webp({ quality: 70 }).toFile(small)
    await context.close()
    console.log(`✓ ${name}`)
  }
} finally {
  await browser.close()
  await platform.stop()
}
process.exit(0)
