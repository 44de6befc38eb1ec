// One line of the log: when, how grave, what; all else behind a press.
import { type Hue, type Shape, StatusMark } from '#ui/status-mark.tsx'
import { useFormat, useT } from '#kernel/web/index.tsx'
import type { LogLine } from '../contract.ts'
import classes from './logs.module.css'

const MARK: Record<string, [Hue, Shape]> = {
  warn: ['amber', 'level-2'],
  error: ['red', 'level-4'],
  fatal: ['red', 'level-4'],
}

export function Line({ of: line, onRequest }: { of: LogLine; onRequest: (id: string) => void }) {
  const t = useT()
  const format = useFormat()
  const { time, level, message, request_id, details } = line
  const [hue, shape] = MARK[level] ?? ['slate', 'level-1']
  const { method, url, status, ms, error, ...rest } = details
  const summary = url ? [method, url, status].filter(Boolean).join(' ') : firstLineOf(error)
  return (
    <li>
      <details className={classes['line']}>
        <summary>
          <time dateTime={time} className={classes['time']}>
            {format.dateTime(time)}
          </time>
          <StatusMark hue={hue} shape={shape}>
            <span dir="ltr">{level}</span>
          </StatusMark>
          <span className={classes['what']} dir="ltr">
            {message} <code>{summary}</code>
          </span>
          {typeof ms === 'number' && <span className={classes['ms']}>{`${format.number(ms)} ms`}</span>}
        </summary>
        {request_id && (
          <p>
            {t('logs.request_id')}:{' '}
            <button type="button" className={classes['request']} dir="ltr" onClick={() => onRequest(request_id)}>
              {request_id}
            </button>
          </p>
        )}
        {typeof error === 'string' && (
          <pre dir="ltr" tabIndex={0}>
            {error}
          </pre>
        )}
        {Object.keys(rest).length > 0 && (
          <pre dir="ltr" tabIndex={0}>
            {JSON.stringify(rest, null, 2)}
          </pre>
        )}
      </details>
    </li>
  )
}

const firstLineOf = (error: unknown): string => (typeof error === 'string' ? error.split('\n')[0]! : '')
