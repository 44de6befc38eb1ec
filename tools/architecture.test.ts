import assert from 'node:assert/strict'
import { test } from 'node:test'
import { areaOf, checkArchitecture } from './architecture.ts'
import { withTree } from './tree.ts'
import { withoutComments } from './source-files.ts'

const tickets = 'modules/support/tickets'
const sla = 'modules/support/sla'

/** A small house that keeps every rule; each case below breaks exactly one. */
const healthy: Record<string, string> = {
  'kernel/contract/entity.ts': `import * as z from 'zod'\nexport const entity = z.object`,
  'kernel/server/run.ts': `import { entity } from '../contract/entity.ts'\nimport pg from 'pg'\nexport const run = [entity, pg]`,
  'kernel/web/table.tsx': `import { Button } from '#ui/button.tsx'\nexport const table = <Button ms="md" />`,
  'ui/button.tsx': `import { Button } from '@mantine/core'\nexport { Button }`,
  'ui/button.module.css': `.a { margin-inline-start: 4px; text-align: start; }`,
  [`${tickets}/contract.ts`]: `import { entity } from '#kernel/contract/entity.ts'\nexport const Ticket = entity`,
  [`${tickets}/status.ts`]: `export const next = 1`,
  [`${tickets}/server/move.ts`]: `import { Ticket } from '../contract.ts'\nimport { next } from '../status.ts'\nexport default [Ticket, next]`,
  [`${sla}/contract.ts`]: `import { Ticket } from '#modules/support/tickets/contract.ts'\nexport const Policy = Ticket`,
  [`${sla}/web/module.tsx`]: `import { Policy } from '../contract.ts'\nexport default [Policy, () => import('./clock.tsx')]`,
  [`${sla}/web/clock.tsx`]: `export default 1`,
  'app/server-modules.ts': `import move from '#modules/support/tickets/server/move.ts'\nexport default [move]`,
  'app/web-modules.ts': `import sla from '#modules/support/sla/web/module.tsx'\nexport default [sla]`,
}

const check = (changes: Record<string, string>) => withTree({ ...healthy, ...changes }, checkArchitecture)

test('a house in order has no problems', () => {
  assert.deepEqual(check({}), [])
})

const broken: [rule: string, changes: Record<string, string>, problem: RegExp][] = [
  [
    'the contract imports no server',
    { 'kernel/contract/a.ts': `import '../server/run.ts'` },
    /contract → kernel\/server/,
  ],
  ['the contract imports no Node', { 'kernel/contract/a.ts': `import 'node:fs'` }, /node:fs belongs to the server/],
  [
    'the kernel knows no module',
    { 'kernel/server/a.ts': `import '#modules/platform/files/contract.ts'` },
    /must not import/,
  ],
  [
    'the web of the kernel imports no server',
    { 'kernel/web/a.ts': `import '#kernel/server/run.ts'` },
    /must not import/,
  ],
  ['ui imports no server', { 'ui/a.tsx': `import '#kernel/server/run.ts'` }, /ui → kernel\/server/],
  ['ui imports no module', { 'ui/a.tsx': `import '#modules/support/sla/contract.ts'` }, /ui → module\/contract/],
  ['ui imports no Node', { 'ui/a.tsx': `import { readFile } from 'node:fs/promises'` }, /belongs to the server/],
  [
    'web imports no server of its own module',
    { [`${sla}/web/a.tsx`]: `import('../server/x.ts')` },
    /web → module\/server/,
  ],
  ['web imports no server package', { [`${sla}/web/a.tsx`]: `import pg from 'pg'` }, /pg belongs to the server/],
  ['server imports no web', { [`${sla}/server/a.ts`]: `export * from '../web/clock.tsx'` }, /server → module\/web/],
  ['server imports no React', { [`${sla}/server/a.ts`]: `import 'react'` }, /react belongs to the browser/],
  [
    "a module imports nothing of another's server",
    { [`${sla}/server/a.ts`]: `import move from '#modules/support/tickets/server/move.ts'` },
    /must not import modules\/support\/tickets\/server\/move.ts/,
  ],
  [
    "a module imports nothing of another's server by a relative path",
    { [`${sla}/server/a.ts`]: `import move from '../../tickets/server/move.ts'` },
    /must not import modules\/support\/tickets\/server\/move.ts/,
  ],
  [
    "a module imports no rules of another's",
    { [`${sla}/server/a.ts`]: `import '../../tickets/status.ts'` },
    /must not/,
  ],
  ['a module does not import the app', { [`${sla}/server/a.ts`]: `import '#app/server-modules.ts'` }, /server → app/],
  ['the server of the app imports no web', { 'app/a.ts': `import '#app/web-modules.ts'` }, /app → app\/web/],
  ['the product imports no tools', { 'kernel/server/a.ts': `import '../../tools/a.ts'` }, /kernel\/server → tools/],
  [
    'the testing ground is for tests',
    { [`${sla}/server/a.ts`]: `import '#kernel/server/testing.ts'` },
    /for tests only/,
  ],
  [
    'modules need each other in no circle',
    { [`${tickets}/web/a.tsx`]: `import '#modules/support/sla/contract.ts'` },
    /modules need each other: .*sla → .*tickets → .*sla|modules need each other: .*tickets → .*sla → .*tickets/,
  ],
  ['a file is at most 400 lines', { 'kernel/server/a.ts': 'x\n'.repeat(400) }, /a.ts: 401 lines/],
  [
    'a folder holds at most 12 files, tests apart',
    Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`kernel/server/f${i}.ts`, ''])),
    /kernel\/server: 13 files/,
  ],
  ['no file is named utils', { 'kernel/server/utils.ts': '' }, /name it after what it does/],
  ['no file is named …-helpers', { [`${sla}/web/clock-helpers.tsx`]: '' }, /name it after what it does/],
  ['file names are kebab-case', { 'ui/SubmitButton.tsx': '' }, /kebab-case/],
  ['every file stands in a known place', { 'kernel/other/a.ts': '' }, /no such place in the house/],
  ['no product word as an identifier in the kernel', { 'kernel/server/a.ts': 'const openTickets = 1' }, /"Tickets"/],
  ['no product word as text in the kernel', { 'kernel/server/a.ts': `x('sla.breached')` }, /"sla"/],
  ['no physical margin in styles', { 'ui/a.css': '.a { margin-left: 1px }' }, /logical directions/],
  ['no physical alignment in styles', { 'ui/a.css': '.a { text-align: right }' }, /logical directions/],
  ['no physical place in styles', { 'ui/a.css': '.a {\n  left: 0;\n}' }, /ui\/a.css:2: .*logical directions/],
  ['no physical style in a component', { 'ui/a.tsx': '<a style={{ paddingRight: 4 }} />' }, /logical directions/],
  ['no physical style property of Mantine', { [`${sla}/web/a.tsx`]: '<Box mr="md" />' }, /logical directions/],
]
for (const [rule, changes, problem] of broken) {
  test(rule, () => {
    const problems = check(changes)
    assert.equal(problems.length, 1, `one problem expected: ${problems.join('; ')}`)
    assert.match(problems[0]!, problem)
  })
}

test('what only looks like a fault is left alone', () => {
  const innocent = {
    'kernel/server/a.ts': `// a ticket, for example: import '../../tools/a.ts'\nexport const ideal = 'https://x.test'`,
    'ui/a.css': `.code { text-align: left; /* physical: code is written left to right */ }`,
    'kernel/server/a.test.ts': `import '#app/server-modules.ts'\nconst ticket = 1`,
    ...Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`kernel/server/f${i}.test.ts`, ''])),
    'node_modules/x/utils.ts': '',
    [`${tickets}/server/fixtures/utils.ts`]: '',
  }
  assert.deepEqual(check(innocent), [])
})

test('areas follow the layout of the house', () => {
  const places: [string, string][] = [
    ['kernel/contract/entity.ts', 'kernel/contract'],
    [`${tickets}/contract.ts`, 'module/contract'],
    [`${tickets}/contract/comments.ts`, 'module/rules'],
    [`${tickets}/server/inbound/mail.ts`, 'module/server'],
    ['app/main.ts', 'app'],
    ['app/web/entry.tsx', 'app/web'],
  ]
  for (const [file, area] of places) assert.equal(areaOf(file), area, file)
})

test('comments go, strings and line numbers stay', () => {
  assert.equal(withoutComments(`a('//x') // gone\n/* b\n */c('**/*.ts')`), `a('//x')        \n    \n   c('**/*.ts')`)
})
