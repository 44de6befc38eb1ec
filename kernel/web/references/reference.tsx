// A record that another one points at, by its name.
import { useT } from '../language/hooks.tsx'
import { CardFace } from './face.tsx'
import { useReference } from './use-reference.ts'

export type ReferenceProps = {
  entity: string
  id: string | null | undefined
  /** Only the face of a person. */ face?: boolean
  /** No face beside the name. */ plain?: boolean
  size?: number
  empty?: string
}

/** The name of a record, with a face when it is a person's. */
export function Reference({ entity, id, face = false, plain = false, size = 20, empty = '—' }: ReferenceProps) {
  const { name, card, isPending, person, note } = useReference(entity, id)
  const t = useT()
  if (!id) return <span data-empty>{empty}</span>
  if (isPending) return <span className="wn-name-pending" aria-busy="true" />
  const named = name ?? t('reference.gone')
  const shown = note ? `${named} (${t(note)})` : named
  if (face) return <CardFace entity={entity} card={card} name={shown} size={size} />
  if (!person || plain) return <bdi>{shown}</bdi>
  return (
    <span className="wn-person">
      <CardFace entity={entity} card={card} name={named} size={size} decorative />
      <bdi>{shown}</bdi>
    </span>
  )
}
