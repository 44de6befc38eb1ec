// One's face, zone and availability, and what one did: by whom they are seen, and that they stay in their organisation.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'
import { audit } from '#modules/platform/audit/contract.ts'
import { noticePreferences } from '#modules/platform/notifications/contract.ts'
import { auth, profile, users } from '../../contract.ts'

let p: TestPlatform
let app: Awaited<ReturnType<TestPlatform['edge']>>
before(async () => {
  p = await testPlatform()
  app = await p.edge()
  await p.start('worker', 'relay')
})
after(() => p.close())

const photograph = () =>
  sharp({ create: { width: 600, height: 400, channels: 3, background: '#336699' } })
    .jpeg()
    .withExif({ IFD0: { Make: 'SecretCamera' } })
    .toBuffer()

async function upload(person: 'agent' | 'client', purpose: string, payload: Buffer, name = 'me.jpg'): Promise<string> {
  const headers = { ...(await p.signIn(app, 'acme', person)), 'content-type': 'application/octet-stream' }
  const sent = await app.inject({ method: 'POST', url: '/api/files', query: { name, purpose }, headers, payload })
  const { id } = sent.json<{ id: string }>()
  await eventually(async () => {
    const { scan, preview } = (await app.inject({ url: `/api/files/${id}`, headers })).json<Record<string, string>>()
    assert.ok(scan !== 'waiting' && preview !== 'waiting')
  })
  return id
}
const card = async (asking: 'agent' | 'client', of: 'agent' | 'client') =>
  (await p.as('acme', asking)(users.cards, { ids: [p.id('acme', of)] })).items[0]!

test('a picture is small, knows nothing of its camera, stands on the card, and goes', async () => {
  const agent = p.as('acme', 'agent')
  const file = await upload('agent', 'avatar', await photograph())
  const user = await agent(profile.setPicture, { file })
  assert.equal(user.avatar, file)
  assert.equal((await card('client', 'agent')).avatar, file)
  const url = `/api/users/${p.id('acme', 'agent')}/picture`
  const served = await app.inject({ url, headers: await p.signIn(app, 'acme', 'client') })
  assert.equal(served.headers['content-type'], 'image/webp')
  const { width, exif } = await sharp(served.rawPayload).metadata()
  assert.deepEqual([width, exif], [320, undefined])
  assert.ok(!served.rawPayload.includes('SecretCamera'))
  const elsewhere = await app.inject({ url, headers: await p.signIn(app, 'globex', 'admin') })
  assert.equal(elsewhere.statusCode, 404)
  await agent(profile.removePicture, {})
  assert.equal((await card('client', 'agent')).avatar, null)
  const gone = await app.inject({ url, headers: await p.signIn(app, 'acme', 'client') })
  assert.equal(gone.statusCode, 404)
})

test('a face is a picture of one’s own, uploaded as one', async () => {
  const agent = p.as('acme', 'agent')
  const another = await upload('client', 'avatar', await photograph())
  const attached = await upload('agent', 'attachment', await photograph())
  const refused = { status: 422 }
  await assert.rejects(agent(profile.setPicture, { file: another }), refused)
  await assert.rejects(agent(profile.setPicture, { file: attached }), refused)
})

test('drawings that can run are refused as faces', async () => {
  const headers = { ...(await p.signIn(app, 'acme', 'agent')), 'content-type': 'application/octet-stream' }
  const payload = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  const query = { name: 'me.svg', purpose: 'avatar' }
  assert.equal((await app.inject({ method: 'POST', url: '/api/files', query, headers, payload })).statusCode, 415)
})

test('staff see what somebody said of themselves until it is over; customers are not told', async () => {
  const agent = p.as('acme', 'agent')
  const until = new Date(Date.now() + 1_200).toISOString()
  await agent(profile.setAvailability, { state: 'busy', note: 'On the telephone', until })
  const { state, state_note } = await card('agent', 'agent')
  assert.deepEqual([state, state_note], ['busy', 'On the telephone'])
  const { state: unseen, state_note: unread } = await card('client', 'agent')
  assert.deepEqual([unseen, unread], [null, null])
  await eventually(async () => assert.equal((await card('agent', 'agent')).state, 'online'))
  await assert.rejects(agent(profile.setAvailability, { state: 'away', until: '2020-01-01T00:00:00Z' }), {
    status: 422,
  })
})

test('whoever is not to be disturbed is told so to the modules that tell', async () => {
  const agent = p.as('acme', 'agent')
  const ids = [p.id('acme', 'agent')]
  const undisturbed = () =>
    p.running.platform.within(p.actor('acme', 'admin'), {}, async ({ call }) =>
      (await call(users.addressees, { ids })).items.map((one) => [one.undisturbed, one.zone]),
    )
  await agent(auth.updateMe, { zone: 'Asia/Tashkent' })
  await agent(profile.setAvailability, { state: 'do_not_disturb' })
  assert.deepEqual(await undisturbed(), [[true, 'Asia/Tashkent']])
  await agent(profile.setAvailability, { state: null })
  assert.deepEqual(await undisturbed(), [[false, 'Asia/Tashkent']])
})

test('a time zone is one that can be counted in', async () => {
  const client = p.as('acme', 'client')
  assert.equal((await client(auth.updateMe, { zone: 'Asia/Samarkand' })).zone, 'Asia/Samarkand')
  for (const zone of ['Asia/Atlantis', '+05:00', ''])
    await assert.rejects(client(auth.updateMe, { zone }), { status: 422 })
  assert.equal((await client(auth.updateMe, { zone: null })).zone, null)
})

test('everybody reads what they did themselves, and nobody else’s', async () => {
  await p.as('acme', 'client')(auth.updateMe, { phone: '+998 71 200 11 22' })
  await p.as('acme', 'agent')(noticePreferences.get, {})
  await eventually(async () => {
    const { items } = await p.as('acme', 'client')(audit.mine, {})
    assert.ok(items.some(({ action }) => action === 'auth.updateMe'))
    assert.ok(items.some(({ action }) => action === 'auth.login'))
    assert.ok(items.every(({ action }) => action !== 'profile.setPicture'))
  })
  const first = await p.as('acme', 'client')(audit.mine, { limit: 1 })
  const second = await p.as('acme', 'client')(audit.mine, { limit: 1, cursor: first.next! })
  assert.notEqual(first.items[0]!.id, second.items[0]!.id)
  const stranger = await p.as('globex', 'client')(audit.mine, {})
  assert.ok(stranger.items.every(({ id }) => id !== first.items[0]!.id))
})
