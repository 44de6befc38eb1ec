// Devices on which somebody is signed in, each with the way to end it.
import { Button, Skeleton } from '@mantine/core'
import { IconDeviceDesktop, IconDeviceMobile, IconTerminal2 } from '@tabler/icons-react'
import type * as z from 'zod'
import type { Problem } from '#kernel/contract/index.ts'
import { ProblemAlert, Time, useT } from '#kernel/web/index.tsx'
import type { Session } from '../../contract.ts'
import classes from './sessions.module.css'

type One = z.output<typeof Session>
export type SessionListProps = {
  sessions: readonly One[] | undefined
  problem: Problem | null
  onEnd: (id: string) => void
  /** Sessions that are just being ended. */
  isPending: boolean
}

export function SessionList({ sessions, problem, onEnd, isPending }: SessionListProps) {
  const t = useT()
  if (!sessions) return problem ? <ProblemAlert problem={problem} /> : <Skeleton height={96} />
  return (
    <>
      <ProblemAlert problem={problem} untitled />
      {sessions.length === 0 && <p className="wn-quiet">{t('session.none')}</p>}
      <ul className={classes['sessions']} aria-label={t('session.many')}>
        {sessions.map((one) => (
          <li key={one.id}>
            <DeviceSign device={one} />
            <div className={classes['words']}>
              <strong>
                <bdi>{[one.browser, one.system].filter(Boolean).join(', ') || t('session.unknown_device')}</bdi>
                {one.current && <span className={classes['current']}>{t('session.current')}</span>}
              </strong>
              <small>
                {one.address && <bdi>{one.address}</bdi>}
                <span>
                  {t('session.seen')} <Time at={one.seen_at} />
                </span>
                <span>
                  {t('session.started')} <Time at={one.started_at} />
                </span>
              </small>
            </div>
            {!one.current && (
              <Button size="xs" variant="default" disabled={isPending} onClick={() => onEnd(one.id)}>
                {t('session.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

function DeviceSign({ device: { browser, system } }: { device: One }) {
  const isMobile = system !== null && ['Android', 'iPhone', 'iPad'].includes(system)
  const isProgram = browser === null || ['curl', 'Node.js', 'Python'].includes(browser)
  const Sign = isMobile ? IconDeviceMobile : isProgram ? IconTerminal2 : IconDeviceDesktop
  return <Sign size={20} stroke={1.5} aria-hidden="true" />
}
