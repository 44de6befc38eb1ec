// A person's face wherever they are named: their picture and how they stand, out of the card that names them.
import { useQuery } from '@tanstack/react-query'
import { Avatar, type AvatarProps } from '#ui/avatar.tsx'
import { usePlatform } from '../call/platform.tsx'
import { useNow, useT } from '../language/hooks.tsx'
import type { KnownFace as Known } from '../module.tsx'
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
function usePicture(picture: Known['picture']): string | null {
  const { call } = usePlatform()
  const { data } = useQuery({
    queryKey: ['face', picture?.[0].name, picture?.[1]],
    queryFn: async () => URL.createObjectURL((await call(picture![0], picture![1])) as Blob),
    enabled: picture !== null,
    staleTime: Infinity,
    gcTime: Infinity,
  })
  return picture ? (data ?? null) : null
}

export function Face({ entity = 'user', id, name, ...look }: FaceProps) {
  const t = useT()
  const named = useReference(entity, id).name
  const { picture, standing } = useFace(entity, id)
  const words = standing && [t(standing.words), standing.note].filter(Boolean).join(' · ')
  return (
    <Avatar
      {...look}
      name={name ?? named ?? '·'}
      picture={usePicture(picture)}
      standing={standing && { is: standing.is, words: words! }}
    />
  )
}
