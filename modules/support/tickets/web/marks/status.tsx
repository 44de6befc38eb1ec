// How a ticket stands: shape, colour and word.
import { useT } from '#kernel/web/index.tsx'
import { type Hue, type Shape, StatusMark } from '#ui/status-mark.tsx'
import type { Status } from '../../contract.ts'

export const HUES: Record<Status, Hue> = {
  new: 'blue',
  in_progress: 'violet',
  waiting: 'amber',
  resolved: 'green',
  closed: 'slate',
}
const shapes: Record<Status, Shape> = {
  new: 'empty',
  in_progress: 'half',
  waiting: 'paused',
  resolved: 'done',
  closed: 'closed',
}

type Props = {
  status: Status
  chip?: boolean
  iconOnly?: boolean
  /** In the words that customers read. */ portal?: boolean
}

export function StatusWord({ status, portal = false, ...how }: Props) {
  const t = useT()
  return (
    <StatusMark hue={HUES[status]} shape={shapes[status]} {...how}>
      {portal ? t(`tickets.portal.status.${status}`) : t(`ticket.status.${status}`)}
    </StatusMark>
  )
}
