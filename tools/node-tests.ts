import { run } from 'node:test'
import { inspect } from 'node:util'
import path from 'node:path'

export type Counts = { passed: number; failed: number; skipped: number }

/** What one file came to: how many of its tests, what failed, and everything it had written. */
export type Outcome = Counts & { failures: string[]; output: string }

/** What each file came to, by its path. */
export type Outcomes = Map<string, Outcome>

/** What a file came to that could not even begin. */
export const failure = (why: string): Outcome => ({ passed: 0, failed: 1, skipped: 0, failures: [why], output: '' })

const perFileMs = 480_000

/**
 * Runs test files with Node's own runner, each in a process of its own, `concurrency` at a time. Prints one line per file,
 * and for a file that failed what failed and everything it had written. `env` is set for the files beside ours.
 */
export function nodeTests(files: string[], concurrency: number, env: Record<string, string> = {}): Promise<Outcomes> {
  const outcomes: Outcomes = new Map()
  const of = (file = '') =>
    outcomes.getOrInsertComputed(path.relative('', file), () => ({
      passed: 0,
      failed: 0,
      skipped: 0,
      failures: [],
      output: '',
    }))

  if (files.length === 0) return Promise.resolve(outcomes)
  return new Promise((resolve, reject) => {
    const told = new Set<Outcome>()
    const stream = run({
      files: files.map((file) => path.resolve(file)),
      concurrency,
      timeout: perFileMs,
      env: { ...process.env, ...env },
    })
    stream.on('test:stdout', ({ file, message }) => (of(file).output += message))
    stream.on('test:stderr', ({ file, message }) => (of(file).output += message))
    // A test belongs to the file that was run, wherever it is written: journeys are all written in one place.
    stream.on('test:pass', ({ entryFile, file, details, skip, todo }) => {
      if (details.type !== 'suite')
        of(entryFile ?? file)[skip !== undefined || todo !== undefined ? 'skipped' : 'passed'] += 1
    })
    stream.on('test:fail', ({ entryFile, file, line, name, details, todo }) => {
      const error = details.error as Error & { failureType?: string }
      if (todo !== undefined) return void (of(entryFile ?? file).skipped += 1)
      if (error.failureType === 'subtestsFailed') return
      const place = `${path.relative('', file ?? '')}${line ? `:${line}` : ''}`
      of(entryFile ?? file).failed += 1
      of(entryFile ?? file).failures.push(`✗ ${name} (${place})\n${indent(plain(error.cause ?? error))}`)
    })
    stream.on('test:summary', ({ file, counts, duration_ms }) => {
      if (file === undefined) return
      const mark = of(file).failed > 0 ? '✗' : '✓'
      console.log(`  ${mark} ${path.relative('', file)}  ${counts.passed} of ${counts.tests}  ${seconds(duration_ms)}`)
      report(of(file))
      told.add(of(file))
    })
    stream.on('error', reject)
    stream.on('end', () => {
      // A file that died has no summary.
      for (const outcome of outcomes.values()) if (!told.has(outcome)) report(outcome)
      resolve(outcomes)
    })
    stream.resume()
  })
}

function report({ failures, output }: Outcome): void {
  if (failures.length > 0)
    console.log(indent([...failures, output && `it wrote:\n${indent(output)}`].filter(Boolean).join('\n')))
}

/** An error as people read it: without the runner's own frames and without what the message already says. */
function plain(error: unknown): string {
  const assertion = error instanceof Error && 'code' in error && error.code === 'ERR_ASSERTION'
  const text = assertion ? (error.stack ?? error.message) : inspect(error, { depth: 6 })
  return text.replace(/^\s+at .*(node:internal|\(node:async_hooks).*\n?/gm, '')
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

export const indent = (text: string) => text.trimEnd().replace(/^/gm, '    ')
