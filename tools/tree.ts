import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Writes `files` (path → content) into a folder of their own, lets `look` see it, and removes it. For tests of tools. */
export function withTree<T>(files: Record<string, string>, look: (root: string) => T): T {
  const root = mkdtempSync(path.join(tmpdir(), 'workernet-tree-'))
  try {
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
      writeFileSync(path.join(root, file), content)
    }
    return look(root)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
