import pino from 'pino'

export type Logger = pino.Logger

/** JSON lines on standard output; secrets that could ride along in a logged object are cut out. */
export function openLog(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['password', 'token', 'access_token', 'refresh_token', 'authorization', 'cookie', '*.password', '*.token'],
    formatters: { level: (label) => ({ level: label }) },
  })
}
