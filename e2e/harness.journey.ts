import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContext } from 'playwright-core'
import { expectNoAxeViolations } from './accessibility.ts'
import { launchBrowser } from './window.ts'
import { watchPages } from './complaints.ts'

// The journeys are only worth something when they see what goes wrong; these pages go wrong on purpose.
const pages: Record<string, string> = {
  '/good': '<main><h1>Good</h1><button>Press</button></main>',
  '/console': '<script nonce="n">console.error("broken thing")</script>',
  '/uncaught': '<script nonce="n">setTimeout(() => { throw new Error("fell over") })</script>',
  '/csp': '<img src="data:image/png;base64,AAAA" alt="">',
  '/fails': '<script nonce="n">fetch("/500")</script>',
  '/refuses': '<script nonce="n">fetch("/422")</script>',
  '/unlabelled': '<main><h1>Form</h1><input></main>',
}
const server = createServer((request, response) => {
  const path = request.url ?? '/'
  const status = /^\/[45]\d\d$/.test(path) ? Number(path.slice(1)) : 200
  const csp = "default-src 'self'; script-src 'nonce-n'; img-src 'self'"
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': csp })
  response.end(
    `<!doctype html><html lang="en"><title>Test</title><link rel="icon" href="/icon">${pages[path] ?? ''}</html>`,
  )
})
let browser: Browser
let context: BrowserContext
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  browser = await launchBrowser()
})
after(async () => {
  await browser?.close()
  server.close()
})

async function visit(path: string, allow: RegExp[] = []) {
  context = await browser.newContext({ baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  const watch = watchPages(allow)
  await watch.add(context)
  const page = await context.newPage()
  await page.goto(path, { waitUntil: 'networkidle' })
  return { watch, page, close: () => context.close() }
}

for (const [path, complaint] of [
  ['/console', /broken thing/],
  ['/uncaught', /fell over/],
  ['/csp', /CSP: img-src/],
  ['/fails', /500: GET/],
] as const) {
  test(`a journey fails on ${path.slice(1)}`, async () => {
    const { watch, close } = await visit(path)
    assert.throws(() => watch.expectNoComplaints(), complaint)
    await close()
  })
}

test('a journey does not fail on a good page, a refusal, or what it provokes on purpose', async () => {
  for (const [path, allow] of [['/good'], ['/refuses'], ['/console', [/broken thing/]]] as [string, RegExp[]?][]) {
    const { watch, close } = await visit(path, allow)
    watch.expectNoComplaints()
    await close()
  }
})

test('clicks of the person are counted, the keyboard is not', async () => {
  const { watch, page, close } = await visit('/good')
  await page.click('button')
  await page.click('button')
  await page.keyboard.press('Enter')
  await page.evaluate(() => document.querySelector('button')!.click())
  assert.equal(watch.clicks(), 2)
  await close()
})

test('axe sees an input without a label, under a strict CSP', async () => {
  const { page, close } = await visit('/unlabelled')
  await assert.rejects(expectNoAxeViolations(page), /label: Form elements must have labels/)
  await page.goto('/good')
  await expectNoAxeViolations(page)
  await close()
})
