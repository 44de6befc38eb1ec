// The log: what it hides, how its files follow each other, and how it is read.
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { openLog } from '../log.ts'
import { openLogFiles } from './files.ts'
import { openLineFile } from './line-file.ts'
import { readLog } from './read.ts'
import { scrubbed, shownPath } from './scrub.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'workernet-log-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const settings = (name: string, more = {}) => ({
  level: 'info' as const,
  file: path.join(folder, name, 'application.log'),
  maxSize: 1_000_000,
  hot: 3,
  daily: true,
  ...more,
})

test('secrets and people stay out of what is written', async () => {
  const config = settings('secrets')
  const files = openLogFiles(config)!
  const log = openLog('info', files)
  log.info({ password: 'hunter2', user: { token: 'abcdef' } }, 'a')
  log.error({ error: 'Error: Bearer eyJhbGciOi.eyJzdWIi.c2ln for bob.smith@acme.test, password=hunter2' }, 'b')
  log.error({ error: 'connect postgresql://app:hunter2@db:5432/x' }, 'c')
  await Promise.all([files.all.close(), files.errors.close()])
  const text = readFileSync(config.file, 'utf8')
  for (const secret of ['hunter2', 'abcdef', 'eyJ', 'bob.smith']) assert.ok(!text.includes(secret), secret)
  assert.ok(text.includes('…@acme.test') && text.includes('db:5432'))
  const errors = readFileSync(path.join(path.dirname(config.file), 'error.log'), 'utf8')
  assert.equal(errors.trim().split('\n').length, 2)
})

test('of an address stands what is no secret', () => {
  const id = '01938a2b-1111-7222-8333-444455556666'
  assert.equal(shownPath(`/api/tickets/${id}/comments?token=x`), `/api/tickets/${id}/comments`)
  assert.equal(shownPath('/api/hooks/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4'), '/api/hooks/…')
  assert.equal(shownPath('/api/x/bob@acme.test'), '/api/x/…')
  assert.equal(shownPath('/api/tickets?q=1'), '/api/tickets')
  assert.equal(scrubbed('nothing to hide: 12 rows'), 'nothing to hide: 12 rows')
})

test('a full file is put aside, the oldest is compressed, and all is read back in order', async () => {
  const config = settings('rotation', { maxSize: 2_000 })
  const files = openLogFiles(config)!
  const log = openLog('info', files)
  const count = 100
  for (let n = 0; n < count; n++) {
    log.info({ n, request_id: `request-${n}` }, 'line')
    files.all.flush()
  }
  await Promise.all([files.all.close(), files.errors.close()])
  const names = readdirSync(path.dirname(config.file))
  assert.deepEqual(names.filter((name) => name.startsWith('application')).toSorted(), [
    'application.log',
    'application.log.1',
    'application.log.2',
  ])
  const hot = ['.2', '.1', ''].map((end) => readFileSync(config.file + end, 'utf8')).join('')
  const archive = path.join(path.dirname(config.file), 'archive')
  const cold = readdirSync(archive).map((name) => gunzipSync(readFileSync(path.join(archive, name))).toString())
  const numbers = (text: string) =>
    text
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { n: number }).n)
  const all = [...cold.flatMap(numbers), ...numbers(hot)].toSorted((a, b) => a - b)
  assert.deepEqual(
    all,
    Array.from({ length: count }, (_none, n) => n),
  )

  const wanted = numbers(hot).toReversed()
  const found: number[] = []
  let cursor: string | undefined
  do {
    const page = await readLog(config, { limit: 7, cursor })
    found.push(...page.items.map(({ details }) => details['n'] as number))
    cursor = page.next ?? undefined
  } while (cursor)
  assert.deepEqual(found, wanted)
  const one = await readLog(config, { limit: 7, request_id: 'request-99' })
  assert.deepEqual(
    one.items.map(({ details, level }) => [details['n'], level]),
    [[99, 'info']],
  )
  assert.deepEqual((await readLog(config, { limit: 7, level: 'error' })).items, [])
  assert.deepEqual((await readLog(config, { limit: 7, from: '2100-01-01T00:00:00.000Z' })).items, [])
})

test('a new day begins a new file', async () => {
  const file = path.join(folder, 'daily', 'application.log')
  const first = openLineFile({ file, maxSize: 1_000_000, hot: 3, daily: true })
  first.write('yesterday\n')
  await first.close()
  const past = (Date.now() - 86_400_000) / 1_000
  utimesSync(file, past, past)
  const second = openLineFile({ file, maxSize: 1_000_000, hot: 3, daily: true })
  second.write('today\n')
  await second.close()
  assert.deepEqual([readFileSync(file, 'utf8'), readFileSync(`${file}.1`, 'utf8')], ['today\n', 'yesterday\n'])
})

test('two processes that write to one file lose nothing when it is put aside', async () => {
  const options = { file: path.join(folder, 'shared', 'application.log'), maxSize: 500, hot: 50, daily: false }
  const [one, other] = [openLineFile(options), openLineFile(options)]
  for (let n = 0; n < 60; n++) {
    const writer = n % 2 ? one : other
    writer.write(`line ${String(n).padStart(3, '0')}\n`)
    writer.flush()
  }
  await Promise.all([one.close(), other.close()])
  const lines = readdirSync(path.dirname(options.file))
    .filter((name) => name.startsWith('application'))
    .flatMap((name) =>
      readFileSync(path.join(path.dirname(options.file), name), 'utf8')
        .trim()
        .split('\n'),
    )
  assert.equal(new Set(lines).size, 60)
})
