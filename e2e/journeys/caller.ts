// What a journey prepares through the API, and how a person carries things with the mouse.
import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'

export type Call = <T = { id: string }>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: object) => Promise<T>

/** Calls as somebody of the demo; fails on every refusal. */
export async function callAs(url: string, username: string): Promise<Call> {
  const send = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${url}/api${path}`, {
      method,
      headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    assert.ok(answer.ok, `${method} ${path}: ${answer.status}`)
    return answer.json()
  }
  const { access_token } = (await send('POST', '/auth/login', { username, password: 'workernet-demo' })) as {
    access_token: string
  }
  return (method, path, body) => send(method, path, body, { authorization: `Bearer ${access_token}` }) as never
}

/** Carries a card with the mouse, to `down` px below the top of where it goes. */
export async function drag(page: Page, card: Locator, to: Locator, down = 160): Promise<void> {
  const [from, goal] = [(await card.boundingBox())!, (await to.boundingBox())!]
  await page.mouse.move(from.x + from.width / 2, from.y + from.height - 12)
  await page.mouse.down()
  await page.mouse.move(from.x + from.width / 2 + 20, from.y + from.height, { steps: 4 })
  await page.mouse.move(goal.x + goal.width / 2, goal.y + down, { steps: 8 })
  await page.mouse.up()
}
