import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { sourcesOf } from './sources.ts'

test('imports are followed by name through a file that passes on, and not into types or later parts', (t) => {
  const root = mkdtempSync(path.join(tmpdir(), 'workernet-sources-'))
  t.after(() => rmSync(root, { recursive: true }))
  mkdirSync(path.join(root, 'ground'))
  const files = {
    'main.tsx': `import { Page, type Shape } from '#ground/index.tsx'\nimport './side.ts'\nconst later = () => import('./later.ts')`,
    'side.ts': `import type { Other } from './types.ts'\nimport { type Only } from './types.ts'`,
    'later.ts': '',
    'types.ts': '',
    'ground/index.tsx': `export {\n  Inner as Page,\n  type Shape,\n} from './page.tsx'\nexport { Heavy } from './heavy.tsx'`,
    'ground/page.tsx': `import classes from './page.css'\nimport { useState } from 'react'`,
    'ground/page.css': '',
    'ground/heavy.tsx': '',
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(root, name), text)
  assert.deepEqual([...sourcesOf(root, ['main.tsx'])].toSorted(), [
    'ground/page.css',
    'ground/page.tsx',
    'main.tsx',
    'side.ts',
  ])
})
