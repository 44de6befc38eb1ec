import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { after, test } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { watchPages } from './complaints.ts'
import { type Platform, startPlatform } from './platform.ts'
import { launchBrowser, openWindow, type WindowSettings } from './window.ts'

export type JourneySettings = WindowSettings & {
  /** Complaints of the pages that this journey provokes on purpose. */
  allow?: RegExp[]
  /** At most so long, in ms; a minute unless told. */
  timeout?: number
}

export type JourneyTools = {
  /** Where the product is; `page.goto('/')` goes there too. */
  url: string
  smtpPort: number
  /** Where the product may fetch mail on this machine. */
  imapPort: number
  page: Page
  /** A further window with cookies of its own: another person, or the same on another machine. */
  newWindow(settings?: WindowSettings): Promise<Page>
  /** How often the person pressed a button of the mouse or touched since the journey began, over all windows. */
  clicks(): number
}

let browser: Promise<Browser> | undefined
let platform: Promise<Pick<Platform, 'url' | 'smtpPort' | 'imapPort'>> | undefined
const stops: (() => Promise<void>)[] = []
after(async () => {
  for (const stop of stops) await stop()
})

/**
 * A test that a person could do: opens a window on the running product and lets `walk` use it. Fails, with a picture of every
 * window in e2e/.artifacts, when `walk` throws or when a page complained: console error, uncaught error, CSP, status 5xx.
 */
export function journey(name: string, settings: JourneySettings, walk: (tools: JourneyTools) => Promise<void>): void {
  void test(name, { timeout: settings.timeout ?? 60_000 }, async () => {
    const { url, smtpPort, imapPort } = await (platform ??= runningPlatform())
    const launched = await (browser ??= launch())
    const contexts: BrowserContext[] = []
    const watch = watchPages(settings.allow ?? [])
    const newWindow = async (own: WindowSettings = {}) => {
      const context = await openWindow(launched, url, { ...settings, ...own })
      contexts.push(context)
      await watch.add(context)
      return context.newPage()
    }
    try {
      await walk({ url, smtpPort, imapPort, page: await newWindow(), newWindow, clicks: watch.clicks })
      watch.expectNoComplaints()
    } catch (error) {
      await takePictures(name, contexts)
      throw error
    } finally {
      for (const context of contexts) await context.close()
    }
  })
}

/** How many clicks a stretch of a journey costs a person. */
export async function measureClicks(
  tools: Pick<JourneyTools, 'clicks'>,
  stretch: () => Promise<void>,
): Promise<number> {
  const before = tools.clicks()
  await stretch()
  return tools.clicks() - before
}

async function launch(): Promise<Browser> {
  const launched = await launchBrowser()
  stops.push(() => launched.close())
  return launched
}

/** The product that `npm test` started for all journeys, or one of our own when this file is run by itself. */
async function runningPlatform() {
  const { E2E_URL, E2E_SMTP_PORT, E2E_IMAP_PORT } = process.env
  if (E2E_URL) return { url: E2E_URL, smtpPort: Number(E2E_SMTP_PORT), imapPort: Number(E2E_IMAP_PORT) }
  const own = await startPlatform()
  stops.push(() => own.stop())
  return own
}

async function takePictures(name: string, contexts: BrowserContext[]): Promise<void> {
  const folder = path.join('e2e', '.artifacts')
  mkdirSync(folder, { recursive: true })
  const pages = contexts.flatMap((context) => context.pages())
  for (const [index, page] of pages.entries()) {
    const file = path.join(folder, `${name.replace(/[^\p{L}\p{N}]+/gu, '-')}-${index + 1}.png`)
    const taken = await page.screenshot({ path: file, timeout: 5000 }).then(
      () => file,
      (error: Error) => `no picture: ${error.message}`,
    )
    console.log(`${page.url()}: ${taken}`)
  }
}
