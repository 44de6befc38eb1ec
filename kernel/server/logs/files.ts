// The files that the configuration asks for: application.log with every line, error.log with those from error on.
import path from 'node:path'
import type { Config } from '../config.ts'
import type { LogFiles } from '../log.ts'
import { systemCode, StartError } from '../machine/start-error.ts'
import { openLineFile } from './line-file.ts'

/** Undefined where none is asked for; throws a StartError where it cannot be written to. */
export function openLogFiles({ file, maxSize, hot, daily }: Config['log']): LogFiles | undefined {
  if (file === undefined) return undefined
  try {
    const open = (name: string) => openLineFile({ file: name, maxSize, hot, daily })
    return { all: open(file), errors: open(path.join(path.dirname(file), 'error.log')) }
  } catch (error) {
    throw new StartError(`LOG_FILE cannot be written to: ${file} (${systemCode(error) ?? String(error)}).`)
  }
}
