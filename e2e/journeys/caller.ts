// What a journey prepares through the API, and how a person carries things with the mouse.
import type { Locator, Page } from 'playwright-core'

export { type Call, callAs } from '../caller.ts'

/** Carries a card with the mouse, to `down` px below the top of where it goes. */
export async function drag(page: Page, card: Locator, to: Locator, down = 160): Promise<void> {
  const [from, goal] = [await boxAtRest(page, card), await boxAtRest(page, to)]
  await page.mouse.move(from.x + from.width / 2, from.y + from.height - 12)
  await page.mouse.down()
  await page.mouse.move(from.x + from.width / 2 + 20, from.y + from.height, { steps: 4 })
  await page.mouse.move(goal.x + goal.width / 2, goal.y + down, { steps: 8 })
  await page.mouse.up()
}

/** Where it is once nothing above it comes any more: a page that has just been opened still moves. */
async function boxAtRest(page: Page, one: Locator) {
  for (let before = ''; ; await page.waitForTimeout(100)) {
    const box = (await one.boundingBox())!
    const now = JSON.stringify(box)
    if (now === before) return box
    before = now
  }
}
