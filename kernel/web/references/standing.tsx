// How a person stands, in words beside a sign: for cards, where the dot on a face is not enough.
import { type Hue, type Shape, StatusMark } from '#ui/status-mark.tsx'
import type { Standing } from '#ui/avatar.tsx'
import { useT } from '../language/hooks.tsx'
import { useFace } from './face.tsx'

const LOOK: Record<Standing, [Hue, Shape]> = {
  online: ['green', 'done'],
  away: ['amber', 'half'],
  busy: ['red', 'empty'],
  do_not_disturb: ['red', 'paused'],
  offline: ['slate', 'empty'],
}

/** Nothing for those of whom it may not be known. */
export function StandingMark({ entity = 'user', id }: { entity?: string; id: string | null | undefined }) {
  const t = useT()
  const { standing } = useFace(entity, id)
  if (!standing) return null
  const [hue, shape] = LOOK[standing.is]
  return (
    <StatusMark hue={hue} shape={shape}>
      {t(standing.words)}
      {standing.note && (
        <>
          {' · '}
          <bdi>{standing.note}</bdi>
        </>
      )}
    </StatusMark>
  )
}
