// How urgent a ticket is: bars in a colour, with the word.
import { useT } from '#kernel/web/index.tsx'
import { type Hue, type Shape, StatusMark } from '#ui/status-mark.tsx'
import type { PRIORITIES } from '../../contract.ts'

export type Priority = (typeof PRIORITIES)[number]
const looks: Record<Priority, [Hue, Shape]> = {
  critical: ['red', 'level-4'],
  high: ['amber', 'level-3'],
  medium: ['slate', 'level-2'],
  low: ['slate', 'level-1'],
}

export function PriorityWord({ priority, iconOnly = false }: { priority: Priority; iconOnly?: boolean }) {
  const t = useT()
  const [hue, shape] = looks[priority]
  return (
    <StatusMark hue={hue} shape={shape} iconOnly={iconOnly}>
      {t(`ticket.priority.${priority}`)}
    </StatusMark>
  )
}
