// Pictures of components: each that is declared is there, small, and told in words to whoever does not see it; and no other is.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { test } from 'node:test'
import { serverModules } from '#app/server-modules.ts'
import { LANGUAGES, loadTexts } from '#kernel/server/texts.ts'
import sharp from 'sharp'

const FOLDER = new URL('../../../../app/web/public/pictures/', import.meta.url)
const LARGEST = 60_000

test('every picture that a component declares is there, at most 60 kB, with its words in four languages', async () => {
  const texts = loadTexts(serverModules.map(({ name }) => name))
  const declared = serverModules.flatMap(({ component }) =>
    (component?.pictures ?? []).map((name) => ({ name, key: `component.${component!.id}.${name}` })),
  )
  assert.ok(declared.length >= 10)
  for (const { name, key } of declared) {
    const file = new URL(`${name}.webp`, FOLDER)
    assert.ok(statSync(file).size <= LARGEST, name)
    const { width, height } = await sharp(readFileSync(file)).metadata()
    assert.deepEqual([name, width, height], [name, 960, 600])
    const said = LANGUAGES.map((language) => texts.t(language, key))
    assert.ok(said.every((text) => text !== key && text.length > 5) && new Set(said).size === said.length, key)
  }
  assert.deepEqual(readdirSync(FOLDER).toSorted(), declared.map(({ name }) => `${name}.webp`).toSorted())
})
