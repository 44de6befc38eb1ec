// A person's face wherever they are named: their picture and how they stand, out of the card that names them.
import { useQuery } from '@tanstack/react-query'
import { Avatar, type AvatarProps } from '#ui/avatar.tsx'
import { usePlatform } from '../call/platform.tsx'
import { useNow, useT } from '../language/hooks.tsx'
import type { Card, KnownFace as Known } from '../module.tsx'
import { useReference } from './use-reference.ts'

export type FaceProps = Omit<AvatarProps, 'picture' | 'standing' | 'name'> & {
  entity?: string
  id: string | null | undefined
  /** Shown until the card is there, and when there is none. */
  name?: string
}

const NOTHING: Known = { picture: null, standing: null }

/** What is known of somebody's face; cards of all people on a screen come together. */
export function useFace(entity: string, id: string | null | undefined): Known {
  const { references } = usePlatform()
  const { card } = useReference(entity, id)
  const now = useNow()
  return (card && references.source(entity)?.face?.(card, now)) ?? NOTHING
}

/** A picture is fetched once and kept: another one has another name. */
function Pictured({ of, ...look }: AvatarProps & { of: NonNullable<Known['picture']> }) {
  const { call } = usePlatform()
  const [action, input] = of
  const { data } = useQuery({
    queryKey: ['face', action.name, input],
    queryFn: async () => URL.createObjectURL((await call(action, input)) as Blob),
    staleTime: Infinity,
    gcTime: Infinity,
  })
  return <Avatar {...look} picture={data ?? null} />
}

export function Face({ entity = 'user', id, name, ...look }: FaceProps) {
  const { card, name: named } = useReference(entity, id)
  return <CardFace {...look} entity={entity} card={card} name={name ?? named ?? '·'} />
}

type CardFaceProps = Omit<AvatarProps, 'picture' | 'standing'> & { entity: string; card: Card | null }

/** The face out of a card that is at hand: lists have hundreds, and each question to the cache costs. */
export function CardFace({ entity, card, ...look }: CardFaceProps) {
  const t = useT()
  const { references } = usePlatform()
  const now = useNow()
  const { picture, standing } = (card && references.source(entity)?.face?.(card, now)) ?? NOTHING
  const words = standing && [t(standing.words), standing.note].filter(Boolean).join(' · ')
  const shown = { ...look, standing: standing && { is: standing.is, words: words! } }
  return picture ? <Pictured {...shown} of={picture} /> : <Avatar {...shown} />
}
