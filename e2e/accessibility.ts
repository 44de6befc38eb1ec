import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What another colour scheme can break; and the only rules that cost more than all others together. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

/**
 * Fails with one line per finding when axe finds anything on the page as it stands now. `only` colours: for a page whose build
 * was looked at already, in another scheme; `build`: all but colours.
 */
export async function expectNoAxeViolations(page: Page, only?: 'colours' | 'build'): Promise<void> {
  // Half a megabyte is sent once for a document, not for every look at it.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource)
  await page.evaluate(comeToRest)
  const { violations } = await page.evaluate(
    ({ runOnly, rules }) => {
      const { axe } = globalThis as unknown as {
        axe: { run(context: object, options: object): Promise<AxeResults> }
      }
      return axe.run(document, { runOnly, rules, resultTypes: ['violations'] })
    },
    {
      runOnly: only === 'colours' ? { type: 'rule', values: COLOUR_RULES } : { type: 'tag', values: tags },
      rules: only === 'build' ? Object.fromEntries(COLOUR_RULES.map((rule) => [rule, { enabled: false }])) : {},
    },
  )
  const found = violations.flatMap((violation) =>
    violation.nodes.map(
      (node) => `${violation.id}: ${violation.help} — ${node.target.join(' ')} ${node.html.slice(0, 160)}`,
    ),
  )
  assert.deepEqual(found, [], `axe on ${page.url()}`)
}

/** Colours on their way to others are nobody's choice. */
async function comeToRest(): Promise<void> {
  // What was typed or pressed last is drawn, and has set off what it sets off.
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
  const passing = document
    .getAnimations()
    .filter(({ playState, effect }) => playState === 'running' && effect?.getComputedTiming().endTime !== Infinity)
  await Promise.allSettled(passing.map(({ finished }) => finished))
}
