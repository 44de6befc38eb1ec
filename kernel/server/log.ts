import pino from 'pino'
import type { LineFile } from './logs/line-file.ts'
import { remember } from './logs/recent.ts'
import { scrubbed } from './logs/scrub.ts'

export type Logger = pino.Logger

/** All lines, and those from `error` on once more. */
export type LogFiles = { all: LineFile; errors: LineFile }

const SECRETS = [
  'password',
  'token',
  'access_token',
  'refresh_token',
  'authorization',
  'cookie',
  'secret',
  '*.password',
  '*.token',
]
const ERROR = 50

/** JSON lines on standard output and in files where there are some; what is secret or personal in a logged object is cut out. */
export function openLog(level: string, files?: LogFiles): Logger {
  const standard = pino.destination({ fd: 1, sync: true })
  const destination = {
    // Pino tells the level of the line that it writes next.
    [Symbol.for('pino.metadata')]: true,
    lastLevel: 0,
    write(line: string): void {
      standard.write(line)
      files?.all.write(line)
      if (this.lastLevel >= ERROR) {
        files?.errors.write(line)
        // What comes next may be the end.
        files?.all.flush()
        files?.errors.flush()
      }
      remember(line)
    },
  }
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: SECRETS,
      formatters: {
        level: (label) => ({ level: label }),
        log: (object) =>
          typeof object['error'] === 'string' ? { ...object, error: scrubbed(object['error']) } : object,
      },
    },
    destination,
  )
}
