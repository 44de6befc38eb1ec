import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Trigger } from '../../contract.ts'
import { circleThrough, type Waking } from './cycles.ts'

const clocks = { stage: { field: 'stage', since: 'stage_since' } }
const entered = (value: string | null): Trigger => ({ on: 'entered', clock: 'stage', value })
const moves = (stage: string) => ({ entity: 'deal', as: 'changed', fields: ['stage'], values: { stage } }) as const
const sets = (field: string) => ({ entity: 'deal', as: 'changed', fields: [field] }) as const
const rule = (id: string, trigger: Trigger, ...effects: Waking['effects']): Waking => ({
  id,
  name: id,
  entity: 'deal',
  trigger,
  effects,
  clocks,
})
const circle = (...all: Waking[]) => circleThrough(all[0]!, all)?.map(({ id }) => id) ?? null

test('two rules that send a record to and fro are a circle, found from either side', () => {
  const there = rule('there', entered('a'), moves('b'))
  const back = rule('back', entered('b'), moves('a'))
  assert.deepEqual(circle(there, back), ['there', 'back'])
  assert.deepEqual(circle(back, there), ['back', 'there'])
})

test('where a move leads elsewhere there is none', () => {
  assert.equal(circle(rule('there', entered('a'), moves('b')), rule('other', entered('c'), moves('a'))), null)
})

test('a rule on any change that sets a field wakes itself; one that waits for another field does not', () => {
  assert.deepEqual(circle(rule('self', { on: 'changed', fields: [] }, sets('owner'))), ['self'])
  assert.equal(circle(rule('calm', { on: 'changed', fields: ['team'] }, sets('owner'))), null)
})

test('the shortest circle is told, and what a step makes counts as well', () => {
  const makes: Waking = { ...rule('makes', entered('a'), { entity: 'task', as: 'created' }) }
  const task: Waking = { ...rule('task', { on: 'created' }, moves('a')), entity: 'task' }
  const detour = rule('detour', entered('a'), moves('b'))
  assert.deepEqual(circle(makes, detour, task), ['makes', 'task'])
})
