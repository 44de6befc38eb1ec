// Who reads what a role may do reads words, whichever module the right came with.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LANGUAGES, loadTexts } from '#kernel/server/texts.ts'
import { serverModules } from '#app/server-modules.ts'

test('every permission has words of its own in every language', () => {
  const texts = loadTexts(serverModules.map(({ name }) => name))
  const permissions = new Set(
    serverModules.flatMap(({ actions, grants = {} }) => [
      ...actions.map(({ action }) => action.can),
      ...Object.values(grants).flatMap((of) => Object.keys(of ?? {})),
    ]),
  )
  const named = [...permissions].filter((permission) => permission.includes('.')).toSorted()
  assert.ok(named.length > 100)
  const without = named.filter((permission) => !texts.has(`permission.${permission}`))
  assert.deepEqual(without, [])
  for (const permission of named)
    for (const language of LANGUAGES.filter((one) => one !== 'en')) {
      const said = texts.t(language, `permission.${permission}`)
      assert.notEqual(said, texts.t('en', `permission.${permission}`), `${permission} in ${language}`)
    }
})
