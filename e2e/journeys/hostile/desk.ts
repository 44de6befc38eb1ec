// Hostile text put into a desk through its real doors: the API, mail, the command line.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { type Call, callWith, PASSWORD, signIn } from '../../caller.ts'
import { mailProgram } from '../../mailbox.ts'
import type { Platform } from '../../platform.ts'

const read = (name: string) => readFileSync(path.join(import.meta.dirname, name), 'utf8')
/** Each fits into a name of 100 characters. */
export const TEXTS = JSON.parse(read('texts.json')) as string[]
/** All of them in one text, with a word that no line can break. */
export const LONG = `${TEXTS.join('\n')}\n${'Ж'.repeat(3_000)}\n# <b>no bold</b> [no link](javascript:__hit=200)`
export const HOSTILE_MAIL = read('mail.html')
export const HONEST_MAIL = read('honest.html')

export async function personAt(url: string, username: string): Promise<{ call: Call; token: string; id: string }> {
  const { token, id } = await signIn(url, username)
  return { call: callWith(url, token), token, id }
}

/** The organisation's name, which only the platform's own administrators write. */
async function renameTenant({ url, dataDir }: Platform, name: string): Promise<void> {
  const run = promisify(execFile)
  const args = ['app/cli.ts', 'create-superuser', '--email', 'root@platform.test', '--password', PASSWORD]
  const { DATABASE_URL: _url, TEST_POSTGRES_URL: _test, NODE_TEST_CONTEXT: _context, ...inherited } = process.env
  await run(process.execPath, args, { env: { ...inherited, DATA_DIR: dataDir } })
  const root = await personAt(url, 'root@platform.test')
  const { items } = await root.call<{ items: (Record<string, unknown> & { slug: string })[] }>(
    'GET',
    '/tenants?limit=50',
  )
  const { id, slug, domain, config } = items.find((one) => one.slug === 'acme')!
  await root.call('PUT', `/tenants/${id}`, { name, slug, domain, config, is_active: true })
}

/** One file under a hostile name, attached to nothing yet; `shown` is the name as the product keeps it. */
async function upload(url: string, token: string, name: string): Promise<{ id: string; shown: string }> {
  const answer = await fetch(`${url}/api/files?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/html' },
    body: '<script>__hit=300</script>\n',
  })
  assert.equal(answer.status, 201, `${name}: ${await answer.clone().text()}`)
  const { id, name: shown } = (await answer.json()) as { id: string; name: string }
  return { id, shown }
}

/** Fills the desk; answers where what can be read, and the names that were made. */
export async function fillDesk(platform: Platform) {
  const { url } = platform
  const [admin, agent, customer] = await Promise.all(
    ['admin@acme.test', 'agent@acme.test', 'client@acme.test'].map((who) => personAt(url, who)),
  )
  const tenant = TEXTS[1]!
  await renameTenant(platform, tenant)
  const hostileTemplate = {
    subject: TEXTS[0]!,
    title: `${TEXTS[2]} {{title}}`,
    body: `${LONG.slice(0, 1_500)} {{excerpt}}`,
  }
  for (const channel of ['in_app', 'email'])
    await admin!.call('PUT', `/notifications/templates/ticket_assigned/${channel}/ru`, hostileTemplate)
  const webhook = await admin!.call('POST', '/integrations/webhooks', {
    url: `https://hooks.example/${encodeURI('<svg onload=__hit=400>')}?"onerror=__hit=401`,
    description: TEXTS[4],
    events: ['ticket.created'],
  })
  const hook = await admin!.call('POST', '/integrations/incoming-hooks', {
    name: TEXTS[3],
    action: 'tickets.create',
    fields: { title: `${TEXTS[0]} {{x}}` },
  })
  await admin!.call('POST', '/mail/addresses', { address: 'hostile@acme.test', sender_name: TEXTS[5] })
  await admin!.call('POST', '/teams', { name: TEXTS[6] })
  const { id: organisation } = await admin!.call('POST', '/organisations', { name: TEXTS[8] })
  const impostor = await admin!.call('POST', '/users', {
    name: TEXTS[7],
    email: 'impostor@acme.test',
    role: 'manager',
    organisation,
    phone: 'javascript:__hit=402',
    password: PASSWORD,
  })
  const hostile = await personAt(url, 'impostor@acme.test')

  const tickets: string[] = []
  const shownFiles: string[] = []
  for (const [index, text] of TEXTS.entries()) {
    const category = await admin!.call('POST', '/categories', { name: text, names: { ru: text, uz: text } })
    const ticket = await hostile.call('POST', '/tickets', {
      title: text,
      description: index === 0 ? LONG : text,
      requester: customer!.id,
      assignee: agent!.id,
      category: category.id,
      tags: [text.toLowerCase().slice(0, 50).trim()],
    })
    tickets.push(ticket.id)
    if (index > 9) continue
    const file = await upload(url, customer!.token, `${text}.txt`)
    shownFiles.push(file.shown)
    await customer!.call('POST', `/tickets/${ticket.id}/comments`, {
      text: index === 0 ? LONG : text,
      attachments: [file.id],
    })
    await hostile.call('POST', `/tickets/${ticket.id}/comments`, { text: `@agent@acme.test ${text}`, internal: true })
    await hostile.call('POST', `/tickets/${ticket.id}/comments`, { text: `> ${text}\n\n${text}` })
  }
  return { admin: admin!, tickets, webhook: webhook.id, hook: hook.id, impostor: impostor.id, tenant, shownFiles }
}

/** Sends both mails and waits until each is a ticket. */
export async function sendMails({ smtpPort }: Platform, { call }: { call: Call }) {
  const program = mailProgram(smtpPort)
  const attachments = [{ filename: `${TEXTS[2]}.txt`, content: '<script>__hit=500</script>' }]
  const from = { name: TEXTS[1]!, address: 'mallory@evil.example' }
  await program.send({ from, to: 'support@acme.test', subject: TEXTS[3]!, html: HOSTILE_MAIL, attachments })
  await program.send({
    from: { name: TEXTS[2]!, address: 'eve@evil.example' },
    to: 'support@acme.test',
    subject: TEXTS[9]!,
    text: `The plain mail begins.\u0000\n${LONG}`,
  })
  await program.send({
    from: { name: 'Anna', address: 'anna@shop.example' },
    to: 'support@acme.test',
    subject: 'The till does not print',
    html: HONEST_MAIL,
  })
  const senders = ['mallory@evil.example', 'eve@evil.example', 'anna@shop.example']
  type Mail = { id: string; from_address: string; thread: string | null; state: string }
  for (const until = Date.now() + 30_000; ; await sleep(200)) {
    const { items } = await call<{ items: Mail[] }>('GET', '/mail/inbound?limit=50')
    const found = senders.map((sender) => items.find((one) => one.from_address === sender && one.thread))
    if (found.every((one) => one !== undefined)) {
      const [hostile, plain, honest] = found.map((one) => ({ mail: one!.id, ticket: one!.thread! }))
      return { hostile: hostile!, plain: plain!, honest: honest! }
    }
    assert.ok(
      Date.now() < until,
      `mails waited for: ${JSON.stringify(items.map(({ from_address, state }) => [from_address, state]))}`,
    )
  }
}
