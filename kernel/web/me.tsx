// The person at the screen and what they may do. The server decides; the interface only does not offer what it would refuse.
import { createContext, useContext } from 'react'
import { ANYONE, type Scope, SIGNED_IN } from '../contract/index.ts'

export type Person = {
  id: string
  name: string
  email: string
  role: string
  language: string
  version: number
} & Record<string, unknown>
export type Organisation = { id: string; name: string; slug: string; config: { theme: Record<string, string> } }

export type Membership = { id: string; name: string; opens: readonly string[] }

export type Me = {
  user: Person
  tenant: Organisation
  may: (permission: string) => boolean
  /** The company one belongs to as a customer, and the permissions that reach one's colleagues' records. */
  membership: Membership | null
  /** How far a permission reaches; undefined = not at all. */
  scope: (permission: string) => Scope | undefined
  signOut: () => Promise<void>
}

/** What the server answers about the caller. */
export type MeAnswer = {
  user: Person
  tenant: Organisation
  permissions: Record<string, Scope>
  organisation?: Membership | null
  /** Components that are switched off for everybody here. */
  components_off?: readonly string[]
}

export function meOf(answer: MeAnswer, signOut: () => Promise<void>): Me {
  const scope = (permission: string): Scope | undefined =>
    permission === ANYONE || permission === SIGNED_IN ? 'all' : answer.permissions[permission]
  return {
    user: answer.user,
    tenant: answer.tenant,
    membership: answer.organisation ?? null,
    scope,
    may: (permission) => scope(permission) !== undefined,
    signOut,
  }
}

const Mine = createContext<Me | null>(null)
export const MeProvider = Mine.Provider

/** The signed-in person; every page but the sign-in stands below it. */
export function useMe(): Me {
  const me = useContext(Mine)
  if (!me) throw new Error('a component needs somebody to be signed in')
  return me
}

export const useSignOut = (): (() => Promise<void>) => useMe().signOut
