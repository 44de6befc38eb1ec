import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fits, isVersion } from './versions.ts'

test('a version is three numbers', () => {
  for (const good of ['0.0.0', '1.2.3', '10.20.30']) assert.ok(isVersion(good), good)
  for (const bad of ['1', '1.2', '01.2.3', '1.2.3.4', 'v1.2.3', '1.2.x', '']) assert.ok(!isVersion(bad), bad)
})

test('ranges mean what they mean everywhere', () => {
  const cases: [string, string[], string[]][] = [
    ['1.2.3', ['1.2.3'], ['1.2.4', '1.2.2']],
    ['^1.2.3', ['1.2.3', '1.9.0'], ['1.2.2', '2.0.0']],
    ['^0.2.3', ['0.2.9'], ['0.3.0']],
    ['^0.0.3', ['0.0.3'], ['0.0.4']],
    ['~1.2.3', ['1.2.9'], ['1.3.0']],
    ['1.x', ['1.0.0', '1.9.9'], ['2.0.0']],
    ['1.2', ['1.2.7'], ['1.3.0']],
    ['*', ['0.0.0', '9.9.9'], []],
    ['>=1.0.0 <3', ['1.0.0', '2.9.9'], ['3.0.0', '0.9.9']],
    ['>1.0.0', ['1.0.1'], ['1.0.0']],
    ['<=2.0.0', ['2.0.0'], ['2.0.1']],
    ['^1.0.0 || ^3.0.0', ['1.5.0', '3.1.0'], ['2.0.0']],
  ]
  for (const [range, inside, outside] of cases) {
    for (const version of inside) assert.ok(fits(version, range), `${version} in ${range}`)
    for (const version of outside) assert.ok(!fits(version, range), `${version} not in ${range}`)
  }
  for (const bad of ['', 'one', '^', '1 ||', '1.2.3-beta']) assert.throws(() => fits('1.0.0', bad), bad)
})
