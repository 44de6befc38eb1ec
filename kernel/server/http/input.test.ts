import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as z from 'zod'
import { query } from '../../contract/index.ts'
import { inputOf } from './input.ts'

const action = query('GET /things', {
  in: z.strictObject({
    fields: z.array(z.enum(['id', 'name'])).optional(),
    status: z.union([z.enum(['new', 'old']), z.array(z.enum(['new', 'old']))]).optional(),
    limit: z.int().default(50),
    total: z.boolean().optional(),
  }),
  out: z.any(),
  can: 'things.read',
})
const read = (asked: Record<string, unknown>) =>
  inputOf(action, { params: {}, query: asked, body: undefined, headers: {} })

test('a query string is read by the schema: lists by comma or repetition, numbers, yes and no', () => {
  assert.deepEqual(read({ fields: 'id,name', limit: '20', total: 'true' }), {
    fields: ['id', 'name'],
    limit: 20,
    total: true,
  })
  assert.deepEqual(read({ fields: 'id' }), { fields: ['id'] })
  assert.deepEqual(read({ fields: ['id', 'name'] }), { fields: ['id', 'name'] })
})

test('a filter that takes one value or several is one value when one is given', () => {
  assert.deepEqual(read({ status: 'new' }), { status: 'new' })
  assert.deepEqual(read({ status: 'new,old' }), { status: ['new', 'old'] })
})

test('what is no number stays text, to be refused by the schema', () => {
  assert.deepEqual(read({ limit: '1e3' }), { limit: '1e3' })
})
