// From the upload to what people may read: scanned, its pictures made, or blocked.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import sharp from 'sharp'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'
import { tickets } from '#modules/support/tickets/contract.ts'
import { check, checkJob } from './check.ts'
import { EICAR, freePort, noClamd, type Scanner, startClamd } from './testing/scanner.ts'

type Told = { id: string; scan: string; preview: string; type: string; width: number; height: number; size: number }
let p: TestPlatform
let app: Awaited<ReturnType<TestPlatform['edge']>>
let headers: { authorization: string }

const upload = async (name: string, payload: Buffer) => {
  const sent = { ...headers, 'content-type': 'application/octet-stream' }
  const answer = await app.inject({ method: 'POST', url: '/api/files', query: { name }, headers: sent, payload })
  return { status: answer.statusCode, ...answer.json<Told & { code: string }>() }
}
const get = (url: string) => app.inject({ url: `/api/files/${url}`, headers })
const told = async (id: string) => (await get(id)).json<Told>()
const settled = async (id: string): Promise<Told> => {
  let file!: Told
  await eventually(async () => {
    file = await told(id)
    assert.ok(file.scan !== 'waiting' && file.preview !== 'waiting', JSON.stringify(file))
  })
  return file
}
async function open(env: Record<string, string>) {
  p = await testPlatform(env)
  app = await p.edge()
  headers = await p.signIn(app, 'acme', 'client')
}

/** A photograph as a telephone makes it: lying on its side, with the place where it was taken. */
const photograph = (width = 1_200, height = 800) =>
  sharp({ create: { width, height, channels: 3, background: '#336699' } })
    .jpeg()
    .withExif({ IFD0: { Make: 'SecretCamera' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '41/1 18/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .toBuffer()

describe('pictures', () => {
  before(async () => {
    await open({})
    await p.start('worker', 'relay')
  })
  after(() => p.close())

  test('a photograph is served upright, smaller, and without what the camera wrote into it', async () => {
    const original = await photograph()
    assert.ok((await sharp(original).metadata()).exif)
    const { id } = await upload('photo.jpg', original)
    const file = await settled(id)
    assert.deepEqual([file.preview, file.scan, file.width, file.height], ['ready', 'unscanned', 800, 1_200])
    const served = await get(`${id}/content`)
    const { exif, orientation, width, height } = await sharp(served.rawPayload).metadata()
    assert.deepEqual([exif, orientation, width, height], [undefined, undefined, 800, 1_200])
    assert.ok(!served.rawPayload.includes('SecretCamera'))
    assert.equal(served.rawPayload.length, file.size)
    assert.match(String(served.headers['content-disposition']), /^inline/)
    for (const side of [320, 1_600]) {
      const small = await get(`${id}/content?size=${side}`)
      assert.equal(small.headers['content-type'], 'image/webp')
      assert.equal(small.headers['content-length'], `${small.rawPayload.length}`)
      const seen = await sharp(small.rawPayload).metadata()
      assert.deepEqual([seen.height, seen.exif], [Math.min(side, 1_200), undefined])
    }
  })

  test('a picture without notes stays as it was, byte by byte', async () => {
    const original = await sharp({ create: { width: 20, height: 10, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    const { id } = await upload('a.png', original)
    assert.equal((await settled(id)).preview, 'ready')
    assert.deepEqual((await get(`${id}/content`)).rawPayload, original)
  })

  test('a picture that cannot be read is kept, saved and never shown', async () => {
    const whole = await photograph()
    const { id } = await upload('broken.jpg', whole.subarray(0, 2_000))
    assert.equal((await settled(id)).preview, 'failed')
    assert.match(String((await get(`${id}/content`)).headers['content-disposition']), /^attachment/)
    assert.equal((await get(`${id}/content?size=320`)).statusCode, 404)
  })

  test('a picture that would fill the memory is refused at the door', async () => {
    const head = Buffer.from('89504e470d0a1a0a0000000d4948445200000000000000000806000000', 'hex')
    head.writeUInt32BE(60_000, 16)
    head.writeUInt32BE(60_000, 20)
    const { status, code } = await upload('bomb.png', head)
    assert.deepEqual([status, code], [413, 'file.too_many_pixels'])
  })

  test('a drawing with scripts is no picture, whatever it is called', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')
    assert.equal((await upload('a.svg', svg)).code, 'file.type_refused')
    assert.equal((await upload('a.png', svg)).code, 'file.ending_differs')
  })
})

describe('a scanner', { skip: noClamd }, () => {
  let clamd: Scanner | null = null
  let port = 0
  before(async () => {
    port = await freePort()
    await open({ CLAMAV_HOST: '127.0.0.1', CLAMAV_PORT: String(port) })
  })
  after(async () => {
    await p.close()
    await clamd?.stop()
  })
  const checked = (id: string) => check(p.running.platform, p.tenantId('acme'), { file: id })

  test('nobody reads a file while the scanner is away, and it is not lost', async () => {
    const { id, scan } = await upload('a.txt', Buffer.from('text'))
    assert.equal(scan, 'waiting')
    await assert.rejects(checked(id), { code: 'ECONNREFUSED' })
    const refused = await get(`${id}/content`)
    assert.deepEqual([refused.statusCode, refused.json<{ code: string }>().code], [409, 'file.checking'])
    clamd = await startClamd(port)
    await checked(id)
    assert.equal((await told(id)).scan, 'clean')
    assert.equal((await get(`${id}/content`)).body, 'text')
  })

  test('what is infected is never read by anybody, and is told of', async () => {
    const { id } = await upload('virus.txt', EICAR)
    await checked(id)
    await checked(id)
    assert.equal((await told(id)).scan, 'infected')
    const refused = await get(`${id}/content`)
    assert.deepEqual([refused.statusCode, refused.json<{ code: string }>().code], [403, 'file.blocked'])
    const events = await p.running.platform.database.tenant(p.tenantId('acme'), 'read', (db) =>
      db.selectFrom('event_log').select('name').where('about_id', '=', id).orderBy('position').execute(),
    )
    assert.deepEqual(
      events.map(({ name }) => name),
      ['file.changed', 'file.infected'],
    )
    const ticket = await p.as('acme', 'client')(tickets.create, { title: 'x', attachments: [id] })
    const [attachment] = (await p.as('acme', 'agent')(tickets.attachments, { id: ticket.id })).items
    const staff = await p.signIn(app, 'acme', 'agent')
    const url = `/api/tickets/${ticket.id}/attachments/${attachment!.id}`
    assert.equal((await app.inject({ url, headers: staff })).statusCode, 403)
  })

  test('what the scanner cannot check is not read', async () => {
    const { id } = await upload('large.txt', Buffer.alloc(3 * 1_048_576, 'x'))
    await eventually(async () => {
      await checked(id).catch(() => undefined)
      assert.equal((await told(id)).scan, 'failed')
    })
    assert.equal((await get(`${id}/content`)).json<{ code: string }>().code, 'file.check_failed')
  })

  test('the job that checks is there with the file, and with no other', async () => {
    const { id } = await upload('b.txt', Buffer.from('text'))
    const jobs = await p.running.platform.database.platform('read', (db) =>
      db
        .selectFrom('jobs.job' as never)
        .select('data' as never)
        .where('name' as never, '=', checkJob.queue as never)
        .execute(),
    )
    assert.equal(jobs.filter((one) => JSON.stringify(one).includes(id)).length, 1)
  })
})
