import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openLog } from '../log.ts'
import { redisMissing, startRedis } from '../testing/redis-server.ts'
import { openRedis } from './redis.ts'

const log = openLog('silent')
const at = (url: string | undefined) =>
  openRedis({ url, password: undefined, prefix: 'test:', silence: 2, patience: 1 }, log)

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 8_000; Date.now() < end; await sleep(20)) if (await holds()) return
  assert.fail(`never: ${what}`)
}

test('without REDIS_URL nothing is there and nothing fails', async () => {
  const redis = at(undefined)
  assert.equal(redis.available(), false)
  assert.equal(await redis.command(['PING']), undefined)
  redis.subscribe('news', () => assert.fail('heard something'))
  redis.publish('news', 'x')
  await redis.stop()
})

test('a Redis that is not there holds nobody up', async () => {
  const redis = at('redis://127.0.0.1:9')
  assert.equal(redis.available(), false)
  const begun = performance.now()
  assert.equal(await redis.command(['PING']), undefined)
  assert.ok(performance.now() - begun < 100)
  await redis.stop()
})

test('commands, messages and an outage', { skip: redisMissing() }, async (t) => {
  const server = await startRedis()
  const [one, two] = [at(server.url), at(server.url)]
  t.after(async () => {
    await Promise.all([one.stop(), two.stop()])
    await server.stop()
  })
  const heard: string[] = []
  let returns = 0
  two.onReturn(() => returns++)
  two.subscribe('news', (text) => heard.push(text))
  await until('both are connected', () => one.available() && returns === 1)

  assert.equal(await one.command(['INCR', `${one.prefix}n`]), 1)
  assert.equal(await one.command(['GET', `${one.prefix}absent`]), null)
  await assert.rejects(one.command(['LPUSH', `${one.prefix}n`, 'x']), /WRONGTYPE/)
  await until('the message arrives', () => {
    one.publish('news', 'hello')
    return heard.includes('hello')
  })

  await server.kill()
  await until('the outage is noticed', () => !one.available())
  assert.equal(await one.command(['PING']), undefined)
  one.publish('news', 'lost')
  await server.restart()
  await until('Redis is back', () => one.available() && returns === 2)
  await until('messages arrive again', () => {
    one.publish('news', 'again')
    return heard.includes('again')
  })
  assert.ok(!heard.includes('lost'))
})

test('a Redis that hangs is given up after a moment and left alone', { skip: redisMissing() }, async (t) => {
  const server = await startRedis()
  const redis = at(server.url)
  t.after(async () => {
    await redis.stop()
    await server.stop()
  })
  await until('connected', () => redis.available())
  server.pause()
  assert.equal(await redis.command(['PING'], 50), undefined)
  const begun = performance.now()
  assert.equal(await redis.command(['PING'], 5_000), undefined)
  assert.ok(performance.now() - begun < 100, 'the next one does not wait')
  server.resume()
  await until('answers again', async () => (await redis.command(['PING'])) === 'PONG')
})
