import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { failure, type Outcome, type Outcomes } from './node-tests.ts'

type VitestReport = { testResults: FileReport[] }
type FileReport = {
  name: string
  status: string
  message: string
  assertionResults: { status: string; fullName: string; failureMessages: string[] }[]
}

/**
 * Runs the component tests with vitest, which prints as it goes. A file that cannot even load counts as one failed test, and
 * so does every file when vitest fails without saying where.
 */
export async function webTests(files: string[]): Promise<Outcomes> {
  const folder = mkdtempSync(path.join(tmpdir(), 'workernet-vitest-'))
  const reportFile = path.join(folder, 'report.json')
  const program = path.join('node_modules', 'vitest', 'vitest.mjs')
  const flags = ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${reportFile}`]
  const env = { ...process.env, DEBUG_PRINT_LIMIT: '1500' }
  const child = spawn(process.execPath, [program, ...flags, ...files], { env, stdio: ['ignore', 'inherit', 'inherit'] })
  const code = await new Promise((resolve) => child.once('close', resolve))
  const report = existsSync(reportFile) ? (JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport) : null
  rmSync(folder, { recursive: true, force: true })

  const outcomes: Outcomes = new Map(
    report?.testResults.map((file) => [path.relative('', file.name), outcomeOf(file)] as const),
  )
  const saysWhere = [...outcomes.values()].some(({ failed }) => failed > 0)
  if (report && (code === 0 || saysWhere)) return outcomes
  return new Map(files.map((file) => [file, failure(`vitest ended with ${String(code)}`)]))
}

function outcomeOf({ status, message, assertionResults }: FileReport): Outcome {
  if (status === 'failed' && assertionResults.length === 0) return failure(message)
  const failed = assertionResults.filter((one) => one.status === 'failed')
  const passed = assertionResults.filter((one) => one.status === 'passed').length
  return {
    passed,
    failed: failed.length,
    skipped: assertionResults.length - passed - failed.length,
    failures: failed.map((one) => `✗ ${one.fullName}\n${one.failureMessages.join('\n')}`),
    output: '',
  }
}
