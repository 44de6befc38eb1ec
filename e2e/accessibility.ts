import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Fails with one line per finding when axe finds anything on the page as it stands now. `leaveOut`: selectors not looked at. */
export async function expectNoAxeViolations(page: Page, leaveOut: string[] = []): Promise<void> {
  await page.evaluate(axeSource)
  const { violations } = await page.evaluate(
    ({ values, exclude }) => {
      const { axe } = globalThis as unknown as {
        axe: { run(context: object, options: object): Promise<AxeResults> }
      }
      return axe.run({ exclude }, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] })
    },
    { values: rules, exclude: leaveOut },
  )
  const found = violations.flatMap((violation) =>
    violation.nodes.map(
      (node) => `${violation.id}: ${violation.help} — ${node.target.join(' ')} ${node.html.slice(0, 160)}`,
    ),
  )
  assert.deepEqual(found, [], `axe on ${page.url()}`)
}
