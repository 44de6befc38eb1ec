// `npm run check`: everything that can be known without running the product, at once; silent about what is in order.
import { spawn } from 'node:child_process'
import path from 'node:path'

const bin = (name: string) => path.join('node_modules', '.bin', name)

const parts: Record<string, string[]> = {
  // One checker a project: several would each work out the same generic types again, at twice the cost on two cores.
  types: [bin('tsc'), '-b', '--pretty', 'false', '--checkers', '1', '--builders', '2'],
  lint: [bin('oxlint'), '--deny-warnings', '--format=unix', '--no-error-on-unmatched-pattern'],
  format: [bin('oxfmt'), '--list-different', '.'],
  architecture: [process.execPath, 'tools/architecture.ts'],
  texts: [process.execPath, 'tools/texts.ts'],
  'dead code': [bin('knip'), '--no-progress', '--no-config-hints', '--reporter', 'compact'],
}

/** What a program says that is no fault of the code: a project whose folders are still empty, totals, headings. */
const noise = /error TS18003: No inputs were found|^\s*$|^\d+ problems?$|Finished in|Found 0 warnings/

type Outcome = { name: string; failed: boolean; lines: string[]; seconds: number }

function runPart(name: string, [command, ...rest]: string[]): Promise<Outcome> {
  const begun = performance.now()
  return new Promise((resolve) => {
    const child = spawn(command!, rest, { stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' })
    let said = ''
    const hear = (chunk: Buffer) => (said += chunk.toString())
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('error', (error) => hear(Buffer.from(error.message)))
    child.on('close', (code) => {
      const lines = said.split('\n').filter((line) => !noise.test(line))
      const onlyNoise = name === 'types' && lines.length === 0
      resolve({ name, failed: code !== 0 && !onlyNoise, lines, seconds: (performance.now() - begun) / 1000 })
    })
  })
}

const begun = performance.now()
const outcomes = await Promise.all(Object.entries(parts).map(([name, command]) => runPart(name, command)))
for (const { name, lines } of outcomes.filter((outcome) => outcome.failed)) {
  console.error(`\n✗ ${name}`)
  for (const line of lines.slice(0, 60)) console.error(`  ${line}`)
  if (lines.length > 60) console.error(`  … and ${lines.length - 60} lines more`)
  if (name === 'format') console.error('  npm run format mends this')
}
const said = outcomes
  .map(({ name, failed, seconds }) => `${failed ? '✗' : '✓'} ${name} ${seconds.toFixed(1)}`)
  .join('  ')
console.log(`${said}  — ${((performance.now() - begun) / 1000).toFixed(1)} s`)
process.exitCode = outcomes.some((outcome) => outcome.failed) ? 1 : 0
