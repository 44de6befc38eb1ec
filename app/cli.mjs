#!/usr/bin/env node
// `npx workernet …`: runs on any Node from 20 on, brings what is missing and goes on in app/cli.ts under the Node of the packages.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from './boot/install.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

try {
  await ensureInstalled(root)
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}

// In the folder of WorkerNet, wherever it was called: DATA_DIR and .env are those of `npm start`.
const child = spawn(join(root, 'node_modules/.bin/node'), [join(root, 'app/cli.ts'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('close', (code, signal) => {
  process.exitCode = signal ? 1 : (code ?? 1)
})
