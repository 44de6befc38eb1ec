import type * as z from 'zod'
import type { Entity, Row } from './entity.ts'

/**
 * Something that happened. It is stored with the data in one transaction and told to others after the commit.
 * `about` names the record it concerns; whoever may see that record (by `can` and its scope) hears of it live,
 * on the channels `<entity>` and `<entity>:<id>`; `needs` may demand one permission more for a given payload.
 */
export type Event<P = any> = {
  name: string
  payload: z.ZodType
  about: Entity
  can: string
  record: (payload: P) => Record<string, unknown> & { id: string }
  needs: (payload: P) => string | null
  /** Other systems may be told of it by a webhook: its payload is a promise. */
  public?: boolean
  /** Tells open windows only: the record's timeline and history leave it out. */
  quiet?: boolean
  types?: P
}

type Spec<P extends z.ZodType, E extends Entity> = {
  payload: P
  about: E
  can: string
  record: (payload: z.output<P>) => Partial<Row<E>> & { id: string }
  needs?: (payload: z.output<P>) => string | null
  public?: boolean
  quiet?: boolean
}

export const event = <P extends z.ZodType, E extends Entity>(name: string, spec: Spec<P, E>): Event<z.output<P>> => ({
  needs: () => null,
  ...spec,
  name,
})

export const collectionChannel = (of: Entity) => of.name
export const recordChannel = (of: Entity, id: string) => `${of.name}:${id}`

/** A named place in the web interface that other modules may fill. */
export type Slot<P> = { name: string; props?: P }
export const slot = <P>(name: string): Slot<P> => ({ name })
