import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAst } from 'vite'
import { withLateContracts } from './late-contracts.ts'

const contract = {
  things: { list: { name: 'things.list', can: 'things.read' } },
  panel: { name: 'thing.panel' },
  MOST: 3,
}
const late = (code: string) =>
  withLateContracts(code, parseAst(code, { lang: 'tsx' }) as never, async (source) =>
    source === './contract.ts' ? contract : null,
  )

test('permissions, slots and what is kept become what they say', async () => {
  const code = `import { things, panel as side, type Thing } from './contract.ts'
export default [page(things.list.can), fill(side), { keep: [things.list] }, { things: 1 }, here.things]`
  assert.equal(
    await late(code),
    `
export default [page("things.read"), fill({"name":"thing.panel"}), { keep: [{"name":"things.list"}] }, { things: 1 }, here.things]`,
  )
})

test('a call brings its contract when it is made, under an `as` too', async () => {
  const code = `import { things } from './contract.ts'
const all = async (call) => (await call(things.list, { can: things.list.can })).items as never`
  assert.equal(
    await late(code),
    `
const all = async (call) => (await import("./contract.ts").then(($late) => call($late.things.list, { can: $late.things.list.can }))).items as never`,
  )
})

test('a contract that is needed as it is stays, and so do others', async () => {
  for (const code of [
    `import { things } from './contract.ts'\nconst queue = [things.list]`,
    `import { things, MOST } from './contract.ts'\nconst few = [things.list.can, MOST]`,
    `import { things } from './other.ts'\nconst can = things.list.can`,
  ])
    assert.equal(await late(code), code)
})
