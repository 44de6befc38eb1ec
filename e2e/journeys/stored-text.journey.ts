// Whatever people, mails and programs write is text wherever it is shown: nothing runs, nothing calls out.
import assert from 'node:assert/strict'
import { after } from 'node:test'
import type { Page } from 'playwright-core'
import { journey } from '../browser.ts'
import { startPlatform } from '../platform.ts'
import { fillDesk, HOSTILE_MAIL, LONG, sendMails, TEXTS } from './hostile/desk.ts'
import { turnTo } from './every-page.ts'
import { expectNoSideways, openAs, see, signIn, thread } from './person.ts'

// A desk of its own: nobody else wants to work in this one.
const platform = await startPlatform()
Object.assign(process.env, { E2E_URL: platform.url, E2E_SMTP_PORT: String(platform.smtpPort) })
after(() => platform.stop())
const desk = await fillDesk(platform)
const mails = await sendMails(platform, desk.admin)

const plain = (text: string) => text.replaceAll(/\s+/g, ' ').trim()

/** Hears what a page must never do: open dialogs or windows, ask other hosts. */
function guard(page: Page): { expectQuiet(): void } {
  const heard: string[] = []
  page.on('dialog', (dialog) => {
    heard.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('popup', (popup) => heard.push(`window: ${popup.url()}`))
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url())
    if (/^(http|ws)/.test(protocol) && host !== new URL(platform.url).host) heard.push(`request: ${request.url()}`)
  })
  page.on('framenavigated', (frame) => {
    const { origin } = new URL(page.url())
    if (frame === page.mainFrame() && origin !== platform.url && page.url() !== 'about:blank') heard.push(page.url())
  })
  return { expectQuiet: () => assert.deepEqual(heard, []) }
}

/** Goes to a page and expects each text to stand there letter by letter, with nothing of it in the page's structure. */
async function expectText(page: Page, address: string, texts: readonly string[], ready?: () => Promise<unknown>) {
  await turnTo(page, address)
  await ready?.()
  const wanted = texts.map(plain)
  await page
    .waitForFunction(
      (all) => {
        const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea')].map(({ value }) => value)
        const seen = [document.body.innerText, ...fields].join(' ').replaceAll(/\s+/g, ' ')
        return all.every((text) => seen.includes(text))
      },
      wanted,
      { timeout: 20_000 },
    )
    .catch(async () => {
      const seen = plain(await page.locator('body').innerText())
      assert.deepEqual(
        wanted.filter((text) => !seen.includes(text)),
        [],
        `${address} does not show`,
      )
    })
  await expectHarmless(page, address)
}

async function expectHarmless(page: Page, address: string) {
  await page.waitForTimeout(150)
  const found = await page.evaluate(() => {
    const bad: string[] = []
    if ((globalThis as { __hit?: unknown }).__hit !== undefined)
      bad.push(`ran ${String((globalThis as { __hit?: unknown }).__hit)}`)
    for (const element of document.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        if (name.startsWith('on')) bad.push(`<${element.localName} ${name}>`)
        if (
          /^(href|src|action|formaction|data|srcdoc|xlink:href)$/.test(name) &&
          /^\s*(javascript|vbscript|data:text)/i.test(value)
        )
          bad.push(`<${element.localName} ${name}="${value}">`)
        if (/^(src|data|poster|background|action)$/.test(name) && value.includes('evil.example'))
          bad.push(`<${element.localName} ${name}="${value}">`)
      }
    }
    const foreign = 'math, base, object, embed, template, noscript, frame, meta[http-equiv], iframe:not([sandbox=""])'
    for (const element of document.querySelectorAll(foreign)) bad.push(element.outerHTML.slice(0, 200))
    return bad
  })
  assert.deepEqual(found, [], address)
  await expectNoSideways(page)
}

// Directions and marks that nobody sees may be taken out of lines; the rest stands everywhere.
const visible = TEXTS.filter((text) => !/\p{Cf}/u.test(text))
const WALK = { timeout: 240_000 } as const

journey('an agent reads hostile tickets, mails, notes and notices as text', WALK, async ({ page }) => {
  const { expectQuiet } = guard(page)
  await signIn(page, 'agent@acme.test')
  await expectText(page, '/tickets?view=all', [TEXTS.at(-1)!, TEXTS.at(-3)!.slice(0, 7)])
  for (const [index, id] of [...desk.tickets.entries()].filter(([n]) => n < 3 || n > 22))
    await expectText(page, `/tickets/${id}?view=all`, [
      TEXTS[index]!,
      ...(index === 0 ? [LONG.slice(0, 2_000)] : []),
      ...(index < desk.shownFiles.length ? [desk.shownFiles[index]!] : []),
    ])
  for (const text of visible.slice(0, 6))
    await expectText(page, `/search?${new URLSearchParams({ q: text }).toString()}`, [])
  await expectText(page, `/search?q=__hit&entity=${encodeURIComponent(TEXTS[1]!)}`, [])
  await expectText(page, '/search?q=script', [TEXTS[0]!])
  await expectText(page, '/notifications', [TEXTS[10]!, TEXTS[11]!, TEXTS[2]!])
  await expectText(page, `/tickets/${mails.hostile.ticket}?view=all`, [
    TEXTS[3]!,
    'The hostile mail begins.',
    '<img src=x onerror=__hit=116> written as text stays text.',
    'The hostile mail ends.',
  ])
  await expectText(page, `/tickets/${mails.plain.ticket}?view=all`, [TEXTS[9]!, 'The plain mail begins.', TEXTS[0]!])
  expectQuiet()
})

journey('honest formatting of a mail stays: lists, links, quotes', WALK, async ({ page }) => {
  const { expectQuiet } = guard(page)
  const t = await signIn(page, 'agent@acme.test')
  await expectText(page, `/tickets/${mails.honest.ticket}?view=all`, [
    'Good day, the till does not print.',
    '- the paper is new',
    '- the light is green',
    'switched off',
    'Thank you,',
  ])
  const lines = await thread(page, t).innerText()
  assert.match(lines, /new\n+\s*- the light/, 'items of a list stand on lines of their own')
  assert.match(lines, /Thank you,\n\s*Anna/)
  const link = thread(page, t).getByRole('link', { name: /shop\.example\/till/ })
  assert.equal(await link.getAttribute('href'), 'https://shop.example/till?a=1&b=2')
  assert.equal(await link.getAttribute('rel'), 'noreferrer noopener')
  await see(thread(page, t).getByRole('link', { name: 'anna@shop.example' }))
  await thread(page, t)
    .getByRole('button', { name: t('tickets.show_quote') })
    .click()
  await see(thread(page, t).locator('blockquote').getByText('Which till is it?'))
  expectQuiet()
})

journey('an administrator sees hostile names, settings, mails and records as text', WALK, async ({ page }) => {
  const { expectQuiet } = guard(page)
  const t = await signIn(page, 'admin@acme.test')
  await expectText(page, '/settings/categories', visible.slice(0, 5))
  await expectText(page, '/settings/users', [desk.tenant], () =>
    page.getByRole('searchbox').or(page.getByRole('textbox')).first().fill('impostor'),
  )
  await expectText(page, '/settings/teams', [TEXTS[6]!])
  await expectText(page, '/settings/webhooks', ['https://hooks.example/'])
  await expectText(page, `/settings/webhooks/${desk.webhook}`, ['https://hooks.example/'])
  await expectText(page, '/settings/incoming-calls', [TEXTS[3]!])
  await expectText(page, `/settings/incoming-calls/${desk.hook}`, [TEXTS[3]!])
  await expectText(page, '/settings/mail-addresses', [TEXTS[5]!])
  await expectText(page, '/settings/incoming-mail', [TEXTS[1]!, TEXTS[3]!])
  for (const { mail } of [mails.hostile, mails.plain])
    await expectText(page, `/settings/incoming-mail/${mail}`, [TEXTS[mail === mails.hostile.mail ? 3 : 9]!])
  await expectText(page, '/settings/outbox', [])
  for (const id of await outbox()) await expectText(page, `/settings/outbox/${id}`, [])
  for (const part of ['texts', 'history'])
    await expectText(page, `/settings/notifications?part=${part}`, part === 'history' ? [TEXTS[2]!] : [])
  await expectText(page, '/settings/audit', [])
  for (const id of await entries()) await expectText(page, `/settings/audit/${id}`, [])
  await expectText(page, '/settings/jobs', [])
  await page
    .getByRole('button', { name: t('palette.open') })
    .first()
    .click()
  await page.keyboard.type('<img src=x onerror=__hit=600>')
  await page.waitForTimeout(800)
  await expectHarmless(page, 'palette')
  expectQuiet()
})

journey(
  'the preview of a mail shows a hostile template as text, in a frame that can do nothing',
  WALK,
  async ({ page }) => {
    const { expectQuiet } = guard(page)
    const t = await openAs(page, 'admin@acme.test', '/settings/notifications?part=texts')
    await page.getByText(t('notifications.channel_email'), { exact: true }).click()
    await page.getByRole('textbox', { name: t('notifications.template_title') }).fill(TEXTS[0]!)
    await page.getByRole('textbox', { name: t('notifications.template_body') }).fill(TEXTS[1]!)
    await page.getByRole('button', { name: t('notifications.preview') }).click()
    const frame = page.locator('iframe')
    await see(frame)
    assert.equal(await frame.getAttribute('sandbox'), '')
    const inside = await frame.evaluate((element: HTMLIFrameElement) => {
      const parsed = new DOMParser().parseFromString(element.srcdoc, 'text/html')
      return { text: parsed.body.textContent, live: parsed.querySelectorAll('script, img, svg, [onerror]').length }
    })
    assert.equal(inside.live, 0)
    for (const text of TEXTS.slice(0, 2)) assert.ok(inside.text.includes(text), text)
    await expectHarmless(page, 'preview')
    expectQuiet()
  },
)

for (const size of ['desktop', 'phone'] as const)
  journey(`a customer reads hostile answers as text (${size})`, { ...WALK, size }, async ({ page }) => {
    const { expectQuiet } = guard(page)
    await signIn(page, 'client@acme.test')
    await expectText(page, '/portal', [desk.tenant, TEXTS.at(-1)!])
    for (const [index, id] of desk.tickets.slice(0, 3).entries())
      await expectText(page, `/portal/tickets/${id}`, [TEXTS[index]!, TEXTS[7]!, desk.shownFiles[index]!])
    await expectText(page, '/search?q=script', [TEXTS[0]!])
    await expectText(page, '/notifications', [])
    expectQuiet()
  })

/** Mails of the outbox that hold hostile text. */
async function outbox(): Promise<string[]> {
  const { items } = await desk.admin.call<{ items: { id: string }[] }>('GET', '/mail/outbox?limit=2')
  return items.map(({ id }) => id)
}
async function entries(): Promise<string[]> {
  const { items } = await desk.admin.call<{ items: { id: string }[] }>('GET', '/audit?entity=user&limit=2')
  return items.map(({ id }) => id)
}

// The same texts as HTML in a page of the product: what would happen if one place forgot to show them as text.
const inject = (html: string) => {
  const place = document.createElement('div')
  document.body.append(place)
  place.innerHTML = html
  const script = document.createElement('script')
  script.textContent = '__hit = 700'
  document.body.append(script)
}
const live = `${TEXTS.filter((text) => text.includes('__hit') && !/iframe/.test(text)).join('\n')}${HOSTILE_MAIL.replaceAll(/<meta[^>]*>|<base[^>]*>/g, '')}`
const hit = (page: Page) => page.evaluate(() => (globalThis as { __hit?: unknown }).__hit)

journey(
  'what would slip into the page as HTML is stopped by the policy, and would run without it',
  { allow: [/Content Security Policy/i, /^CSP:/, /ERR_/], timeout: 60_000 },
  async ({ page }) => {
    await signIn(page, 'agent@acme.test')
    const refused: string[] = []
    page.on('console', (message) => /Content Security Policy/i.test(message.text()) && refused.push(message.text()))
    await page.evaluate(inject, live)
    await page.waitForTimeout(500)
    assert.equal(await hit(page), undefined)
    assert.ok(
      refused.some((text) => /inline script/i.test(text)),
      'the inline script was refused by the policy',
    )
    assert.ok(
      refused.some((text) => /event handler/i.test(text)),
      'event handlers were refused by the policy',
    )
    await assert.rejects(page.evaluate(() => import(/* @vite-ignore */ 'https://evil.example/x.js' as string)))

    const unguarded = await page.context().browser()!.newContext({ bypassCSP: true, baseURL: platform.url })
    const open = await unguarded.newPage()
    await open.goto('/')
    await open.evaluate(inject, live)
    await open.waitForFunction(() => (globalThis as { __hit?: unknown }).__hit !== undefined, undefined, {
      timeout: 5_000,
    })
    // So would these journeys see it.
    await assert.rejects(expectHarmless(open, 'unguarded'), /ran \d+|onerror/)
    await unguarded.close()
  },
)
