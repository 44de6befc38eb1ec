// How high a ticket has been escalated; nothing while it is where it began.
import { IconArrowBigUpLines } from '@tabler/icons-react'
import { useT } from '#kernel/web/index.tsx'
import classes from './marks.module.css'

export function EscalationMark({ level, short = false }: { level: number; short?: boolean }) {
  const t = useT()
  if (level <= 1) return null
  const words = t('tickets.escalation', { level })
  return (
    <span className={classes['escalation']} title={words}>
      <IconArrowBigUpLines size={14} stroke={1.5} aria-hidden />
      {short ? (
        <>
          <span aria-hidden>{level}</span>
          <span className="wn-hidden">{words}</span>
        </>
      ) : (
        words
      )}
    </span>
  )
}
