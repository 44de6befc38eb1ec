import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Platform } from '../context.ts'
import { counter, histogram } from './metric.ts'

const platform = {} as Platform

test('a histogram counts each value in every bucket that holds it', async () => {
  const one = histogram('t_seconds', 'Time.', [0.1, 1])
  const series = one.series({ route: '/a' })
  for (const value of [0.05, 0.1, 0.5, 7]) series.observe(value)
  const samples = await one.collect(platform)
  assert.deepEqual(
    samples.map(({ metricName, labels, value }) => [metricName, labels?.['le'], value]),
    [
      ['t_seconds_bucket', '0.1', 2],
      ['t_seconds_bucket', '1', 3],
      ['t_seconds_bucket', '+Inf', 4],
      ['t_seconds_sum', undefined, 7.65],
      ['t_seconds_count', undefined, 4],
    ],
  )
})

test('a counter keeps a series for each of its labels', async () => {
  const one = counter('t_total', 'Things.')
  one.add({ outcome: 'good' })
  one.add({ outcome: 'bad' }, 3)
  one.add({ outcome: 'good' })
  assert.deepEqual(await one.collect(platform), [
    { labels: { outcome: 'good' }, value: 2 },
    { labels: { outcome: 'bad' }, value: 3 },
  ])
})

test('observing costs next to nothing', () => {
  const series = histogram('t_seconds', 'Time.', [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5]).series({})
  for (let n = 0; n < 10_000; n++) series.observe(0.02)
  const begun = performance.now()
  for (let n = 0; n < 100_000; n++) series.observe(0.02)
  const microseconds = ((performance.now() - begun) * 1_000) / 100_000
  assert.ok(microseconds < 1, `${microseconds} µs`)
})
