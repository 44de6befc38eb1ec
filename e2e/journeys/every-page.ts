// Every page that has an address of its own. Settings are read off the page that lists them, so a new one is looked at without a word.
import type { Page } from 'playwright-core'
import { see } from './person.ts'

/** Pages of staff beside the desk that no list of settings leads to, and the parts of pages that their addresses name. */
const FURTHER = [
  '/tickets/new',
  '/settings',
  '/settings/audit?tab=report',
  '/settings/audit?tab=alerts',
  '/notifications',
  '/notifications/preferences',
  '/settings/notifications?part=channels',
  '/settings/notifications?part=history',
  '/search?q=internet',
  '/clients',
  '/clients/duplicates',
  '/deals',
  '/imports',
  '/tasks',
  '/tasks/calendar',
  '/tasks/calendar?show=week',
]

/** The addresses of the pages of whoever is signed in there, the desk and single records left out. */
export async function everyPageOf(page: Page): Promise<string[]> {
  await page.goto('/settings')
  const links = page.getByRole('main').getByRole('link')
  await see(links)
  const settings = await links.evaluateAll((all) => all.map((one) => new URL((one as HTMLAnchorElement).href).pathname))
  return [...new Set([...settings, ...FURTHER])]
}

/** Opens a page and waits until what it shows is there. */
export async function openPage(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await isThere(page)
}

/** Goes to a page as a link does, without loading everything anew: many times faster where many pages are looked at. */
export async function turnTo(page: Page, path: string): Promise<void> {
  await page.evaluate(async (href) => {
    const { __TSR_ROUTER__: router } = globalThis as unknown as {
      __TSR_ROUTER__: { navigate(to: { href: string }): Promise<void> }
    }
    await router.navigate({ href })
  }, path)
  await isThere(page)
}

async function isThere(page: Page): Promise<void> {
  await see(page.getByRole('main').getByRole('heading', { level: 1 }))
  // What loads stands there as a grey shape until it is here.
  await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' })
}
