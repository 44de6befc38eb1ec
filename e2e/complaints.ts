import assert from 'node:assert/strict'
import type { BrowserContext } from 'playwright-core'

/** A refusal the product meant (4xx) is no fault of the page, though the browser writes it in red. */
const meant = /Failed to load resource: the server responded with a status of 4\d\d/

/** Listens to the pages of a journey: what they complain of, and how often the person clicks. */
export function watchPages(allow: RegExp[]) {
  const complaints: string[] = []
  let clicks = 0
  const complain = (text: string) => {
    if (![meant, ...allow].some((allowed) => allowed.test(text))) complaints.push(text)
  }
  return {
    /** Must be called before the first page of the context opens. */
    async add(context: BrowserContext): Promise<void> {
      context.on('console', (message) => {
        if (message.type() === 'error') complain(`console: ${message.text()} (${message.location().url})`)
      })
      context.on('weberror', (error) => complain(`uncaught: ${error.error().stack ?? error.error().message}`))
      context.on('response', (response) => {
        if (response.status() >= 500) complain(`${response.status()}: ${response.request().method()} ${response.url()}`)
      })
      await context.exposeBinding('journeyHears', (_source, kind: string, text: string) => {
        if (kind === 'click') clicks += 1
        else complain(text)
      })
      await context.addInitScript(listenInPage)
    },
    clicks: () => clicks,
    expectNoComplaints(): void {
      assert.deepEqual(complaints, [], 'pages complained')
    },
  }
}

declare global {
  var journeyHears: (kind: 'click' | 'csp', text: string) => void
}

function listenInPage(): void {
  addEventListener('click', (event) => event.isTrusted && event.detail > 0 && journeyHears('click', ''), true)
  addEventListener('securitypolicyviolation', (event) =>
    journeyHears(
      'csp',
      `CSP: ${event.violatedDirective} refused ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`,
    ),
  )
}
