// Counting together in Redis: two small scripts, each one round trip. The rules are those of migration 0010.
import type { Logger } from '../log.ts'
import type { Redis } from '../shared/redis.ts'
import type { Store } from './store.ts'

const TAKE = `
local time = redis.call('TIME')
local at = time[1] * 1000 + time[2] / 1000
local given = {}
for i, key in ipairs(KEYS) do
  local used, wanted, each, whole, known = unpack(ARGV, i * 5 - 4, i * 5)
  local missing = math.max((tonumber(redis.call('GET', key)) or 0) - at, tonumber(known), 0) + used * each
  local got = math.max(0, math.min(tonumber(wanted), math.floor((whole - missing) / each + 0.001)))
  missing = missing + got * each
  redis.call('SET', key, string.format('%.3f', at + missing), 'PX', math.ceil(missing) + 1000)
  given[i] = got .. ' ' .. string.format('%.3f', missing)
end
return given`

const SWAP = `
local stands = redis.call('GET', KEYS[1])
if stands and stands ~= ARGV[1] then return stands end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return ARGV[2]`

export function redisStore(redis: Redis, log: Logger): Store {
  const name = (key: string) => `${redis.prefix}limit:${key}`
  /** What Redis refuses is no reason to refuse a request. */
  const run = (script: string, keys: string[], words: (string | number)[]): Promise<unknown> =>
    redis.command(['EVAL', script, String(keys.length), ...keys.map(name), ...words.map(String)]).catch((error) => {
      log.warn({ error: String(error) }, 'counting requests in Redis')
      return undefined
    })

  return {
    async take(wishes) {
      const given = await run(
        TAKE,
        wishes.map(({ key }) => key),
        wishes.flatMap(({ used, wanted, each, whole, known }) => [used, wanted, each, whole, known]),
      )
      return (given as string[] | undefined)?.map((one) => {
        const [got, missing] = one.split(' ').map(Number)
        return { got: got!, full_in: missing! }
      })
    },
    async swap(key, seen, next, keptMs) {
      return (await run(SWAP, [key], [seen, next, keptMs])) as string | undefined
    },
  }
}
