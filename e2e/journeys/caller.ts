// What a journey prepares through the API, and how a person carries things with the mouse.
import type { Locator, Page } from 'playwright-core'

export { type Call, callAs } from '../caller.ts'

/** Carries a card with the mouse, to `down` px below the top of where it goes. */
export async function drag(page: Page, card: Locator, to: Locator, down = 160): Promise<void> {
  const [from, goal] = [(await card.boundingBox())!, (await to.boundingBox())!]
  await page.mouse.move(from.x + from.width / 2, from.y + from.height - 12)
  await page.mouse.down()
  await page.mouse.move(from.x + from.width / 2 + 20, from.y + from.height, { steps: 4 })
  await page.mouse.move(goal.x + goal.width / 2, goal.y + down, { steps: 8 })
  await page.mouse.up()
}
