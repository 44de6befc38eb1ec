import { run } from 'node:test'
import { inspect } from 'node:util'
import path from 'node:path'

export type Counts = { passed: number; failed: number; skipped: number }

type Told = { output: string; failures: string[] }

const perFileMs = 300_000

/**
 * Runs test files with Node's own runner, each in a process of its own, `concurrency` at a time. Prints one line per file,
 * and for a file that failed what failed and everything it had written. A file that dies counts as one failed test.
 */
export function nodeTests(files: string[], concurrency: number): Promise<Counts> {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 }
  const told = new Map<string, Told>()
  const about = (file = '') => told.getOrInsertComputed(path.relative('', file), () => ({ output: '', failures: [] }))

  return new Promise((resolve, reject) => {
    const stream = run({ files: files.map((file) => path.resolve(file)), concurrency, timeout: perFileMs })
    stream.on('test:stdout', ({ file, message }) => (about(file).output += message))
    stream.on('test:stderr', ({ file, message }) => (about(file).output += message))
    stream.on('test:pass', ({ details, skip, todo }) => {
      if (details.type === 'suite') return
      if (skip !== undefined || todo !== undefined) counts.skipped += 1
      else counts.passed += 1
    })
    stream.on('test:fail', ({ file, line, name, details, todo }) => {
      const error = details.error as Error & { failureType?: string }
      if (todo !== undefined) return void (counts.skipped += 1)
      if (error.failureType === 'subtestsFailed') return
      counts.failed += 1
      const place = `${path.relative('', file ?? '')}${line ? `:${line}` : ''}`
      about(file).failures.push(`✗ ${name} (${place})\n${indent(plain(error.cause ?? error))}`)
    })
    stream.on('test:summary', ({ file, counts: inFile, duration_ms }) => {
      if (file === undefined) return
      const mark = about(file).failures.length > 0 ? '✗' : '✓'
      console.log(`  ${mark} ${path.relative('', file)}  ${inFile.passed} of ${inFile.tests}  ${seconds(duration_ms)}`)
      report(about(file))
      told.delete(path.relative('', file))
    })
    stream.on('error', reject)
    stream.on('end', () => {
      for (const found of told.values()) report(found)
      resolve(counts)
    })
    stream.resume()
  })
}

function report({ failures, output }: Told): void {
  if (failures.length === 0) return
  console.log(indent([...failures, output && `it wrote:\n${indent(output)}`].filter(Boolean).join('\n')))
}

/** An error as people read it: without the runner's own frames and without what the message already says. */
function plain(error: unknown): string {
  const assertion = error instanceof Error && 'code' in error && error.code === 'ERR_ASSERTION'
  const text = assertion ? (error.stack ?? error.message) : inspect(error, { depth: 6 })
  return text.replace(/^\s+at .*(node:internal|\(node:async_hooks).*\n?/gm, '')
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

const indent = (text: string) => text.trimEnd().replace(/^/gm, '    ')
