// What PostgreSQL keeps in memory follows the machine, within bounds that a small one bears and a large one has use for.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serverSettings } from './settings.ts'

const GB = 1024 ** 3
const cacheOf = (memory: number) => {
  const { shared_buffers, effective_cache_size } = serverSettings('/run', false, memory)
  return [shared_buffers, effective_cache_size]
}

test('the cache is an eighth of the memory, at least 128 MB and at most 2 GB', () => {
  assert.deepEqual(cacheOf(2 * GB), ['256MB', '1024MB'])
  assert.deepEqual(cacheOf(8 * GB), ['1024MB', '4096MB'])
  assert.deepEqual(cacheOf(0.5 * GB), ['128MB', '512MB'])
  assert.deepEqual(cacheOf(256 * GB), ['2048MB', '16384MB'])
})
