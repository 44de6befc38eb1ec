import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { parseEnv } from 'node:util'
import { names } from '#kernel/server/config/variables.ts'
import { describeConfig } from '#kernel/server/config.ts'
import { envExample } from './env-example.ts'

test('.env.example in the repository is the one that the configuration makes', () => {
  assert.equal(readFileSync(path.join(import.meta.dirname, '../.env.example'), 'utf8'), envExample())
})

test('copied with every comment opened, it changes nothing', () => {
  const opened = parseEnv(envExample().replaceAll(/^# (?=[A-Z0-9_]+=)/gm, ''))
  assert.deepEqual(Object.keys(opened).toSorted(), names.toSorted())
  const values = (env: NodeJS.ProcessEnv) =>
    describeConfig({ ...env, NODE_ENV: 'test' }, '/').variables.map(({ name, value }) => `${name}=${value}`)
  assert.deepEqual(values(opened), values({}))
})
