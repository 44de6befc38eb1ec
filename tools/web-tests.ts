import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Counts } from './node-tests.ts'

type VitestReport = {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { status: string; assertionResults: unknown[] }[]
}

/** Runs the component tests with vitest, which prints as it goes. A file that cannot even load counts as one failed test. */
export async function webTests(files: string[]): Promise<Counts> {
  const folder = mkdtempSync(path.join(tmpdir(), 'workernet-vitest-'))
  const reportFile = path.join(folder, 'report.json')
  const program = path.join('node_modules', 'vitest', 'vitest.mjs')
  const flags = ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${reportFile}`]
  const env = { ...process.env, DEBUG_PRINT_LIMIT: '1500' }
  const child = spawn(process.execPath, [program, ...flags, ...files], { env, stdio: ['ignore', 'inherit', 'inherit'] })
  const code = await new Promise((resolve) => child.once('close', resolve))
  const report = existsSync(reportFile) ? (JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport) : null
  rmSync(folder, { recursive: true, force: true })
  if (!report) return { passed: 0, failed: files.length, skipped: 0 }

  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  const failed = report.numFailedTests + unloaded.length
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}
