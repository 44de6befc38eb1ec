import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mapped } from './mapping.ts'

const call = { alert: { name: 'Disk', tags: ['db', 'disk'], level: 3 }, list: [{ id: 'a' }], nothing: null }

test('without templates the call is the input', () => assert.equal(mapped({}, call), call))

test('templates are filled from the call', () => {
  const fields = {
    title: 'Alert {{alert.name}} of level {{ alert.level }}',
    tags: '{{alert.tags}}',
    first: '{{list.0.id}}',
    plain: 'as it is',
    missing: '{{alert.who}}',
    among: 'x{{alert.who}}{{nothing}}y {{alert.tags}}',
  }
  assert.deepEqual(mapped(fields, call), {
    title: 'Alert Disk of level 3',
    tags: ['db', 'disk'],
    first: 'a',
    plain: 'as it is',
    among: 'xy ["db","disk"]',
  })
})

test('only what the sender said is reached, and what it says is not a template', () => {
  assert.deepEqual(mapped({ a: '{{constructor}}', b: '{{__proto__.x}}', c: '{{alert.name.length}}' }, call), {})
  assert.deepEqual(mapped({ a: 'say {{x}}' }, { x: '{{secret}}', secret: 's' }), { a: 'say {{secret}}' })
  assert.deepEqual(mapped({ a: '{{x.y}}' }, 'text'), {})
})
