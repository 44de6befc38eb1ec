// Two organisations of one installation write to each other: their machines must not.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'
import { inboundMails, outbox } from '#modules/platform/mail/contract.ts'
import { freePort, mailProgram } from '../../../../../e2e/mailbox.ts'
import { tickets } from '../../contract.ts'

let p: TestPlatform
let program: ReturnType<typeof mailProgram>
before(async () => {
  const port = String(await freePort())
  const address = { SMTP_IN_PORT: port, SMTP_IN_HOST: '127.0.0.1', EMAIL_HOST: '127.0.0.1', EMAIL_PORT: port }
  p = await testPlatform({ ...address, EMAIL_USE_TLS: 'false' })
  program = mailProgram(Number(port))
  await p.start('relay', 'worker')
})
after(() => p.close())

const ticketsOf = async (tenant: 'acme' | 'globex') => (await p.as(tenant, 'agent')(tickets.list, {})).items
const outOf = async (tenant: 'acme' | 'globex') => (await p.as(tenant, 'agent')(outbox.list, {})).items

test('a receipt opens at most one ticket, which gets none; what people write arrives on both sides', async () => {
  await program.send({ from: 'support@globex.test', to: 'support@acme.test', subject: 'Order 7', text: 'When?' })
  await eventually(async () => assert.equal((await ticketsOf('globex')).length, 1))
  const [here] = await ticketsOf('acme')
  const [there] = await ticketsOf('globex')
  const reply = (tenant: 'acme' | 'globex', id: string, text: string) =>
    p.as(tenant, 'agent')(tickets.comment, { id, text })
  const comments = async (tenant: 'acme' | 'globex', id: string) =>
    (await p.as(tenant, 'agent')(tickets.comments, { id })).items.map(({ text }) => text)

  await reply('globex', there!.id, 'What is this?')
  await eventually(async () => assert.deepEqual(await comments('acme', here!.id), ['What is this?']))
  await reply('acme', here!.id, 'Your order.')
  await eventually(async () => assert.deepEqual((await comments('globex', there!.id)).at(-1), 'Your order.'))

  for (const tenant of ['acme', 'globex'] as const)
    await eventually(async () => {
      const { items } = await p.as(tenant, 'agent')(inboundMails.list, { state: ['received', 'parsed'] })
      assert.deepEqual(items, [])
    })
  assert.deepEqual([(await ticketsOf('acme')).length, (await ticketsOf('globex')).length], [1, 1])
  assert.deepEqual(
    (await outOf('acme')).map(({ automatic }) => automatic),
    [false, true],
  )
  assert.deepEqual(
    (await outOf('globex')).map(({ automatic }) => automatic),
    [false],
  )
})
