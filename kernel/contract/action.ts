import * as z from 'zod'
import type { Entity, Row } from './entity.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Something the platform can be asked to do; `In` as sent, `Parsed` as received, `Out` as answered. */
export type Action<In = any, Parsed = any, Out = any> = {
  kind: 'query' | 'command'
  /** `<group>.<action>`: cache key, audit name, OpenAPI operation id. */
  name: string
  method: Method
  /** REST path below the version, parameters as `:id`. */
  path: string
  in: z.ZodType
  out: z.ZodType
  can: string
  /** Whose records the answer holds: cached answers follow the live events about that entity. */
  about?: Entity
  /** Success status: 201 for what is created, 204 for nothing to say, 200 otherwise. */
  status: number
  /** Largest accepted body, in bytes. */
  bodyLimit: number
  /** Opens, renews or ends a session: the edge keeps the browser's refresh cookie in step. */
  session?: 'open' | 'renew' | 'close'
  /** Body and answer are bytes, not JSON. */
  raw?: 'body' | 'answer'
  /** The body may also come as the file of a form (multipart/form-data), whose other fields are then the input. */
  form?: boolean
  /** The media type of the page of ours that it answers with; the body may be bytes all the same. */
  page?: string
  /** An address for people outside: it answers without `/api` before its path too. */
  outside?: boolean
  /** Fields of the input that stand in headers of the request, each with its header in lower case. */
  takes?: Readonly<Record<string, string>>
  /** Headers that tell of the answer. */
  tells?: (answer: any) => Record<string, string>
  /** Works across tenants: only for the platform's own administrators. */
  across?: boolean
  /** Only other modules ask, in their own transaction: it has no route and stands in no description. */
  internal?: boolean
  /** What it counts against: an account's or address's requests when absent, `calls` those of its own address, `free` nothing. */
  rate?: 'calls' | 'free'
  /** Its answer holds a secret (a token), which nothing may store. */
  secret?: boolean
  /** Takes long outside of the database (hashing, uploads): its handler opens its own transactions by `within`. */
  free?: boolean
  /**
   * What it is to the audit: commands are recorded, reads of entities with personal fields too. `read` records one that no
   * entity tells of, `export` one that hands out many records at once. `none` is for a query that is no reading by a person, and
   * for a command that the browser sends by itself to keep somebody's own place (what they have read, what they are writing).
   */
  audited?: 'read' | 'export' | 'none'
  /** What comes in by an incoming webhook may be turned into this command. */
  hooked?: boolean
  types?: { in: In; parsed: Parsed; out: Out }
}
export type In<A extends Action> = NonNullable<A['types']>['in']
export type Parsed<A extends Action> = NonNullable<A['types']>['parsed']
export type Out<A extends Action> = NonNullable<A['types']>['out']

/** Anyone may ask, signed in or not. */
export const ANYONE = 'anyone'
/** Any signed-in person may ask. */
export const SIGNED_IN = 'signed_in'

type Spec<I extends z.ZodType, O> = { in?: I; out: O; can: string } & Partial<
  Omit<Action, 'kind' | 'name' | 'method' | 'path' | 'in' | 'out' | 'can' | 'types'>
>
type Answer<O> = O extends Entity ? Row<O> : O extends z.ZodType ? z.output<O> : never

/** Largest body of an action that says nothing of it, in bytes. */
export const DEFAULT_BODY_LIMIT = 256 * 1024

const actionOf =
  (kind: Action['kind']) =>
  <O extends z.ZodType | Entity, I extends z.ZodType = z.ZodObject<{}>>(
    route: `${Method} ${string}`,
    { in: input = z.strictObject({}) as unknown as I, out, can, ...rest }: Spec<I, O>,
  ): Action<z.input<I>, z.output<I>, Answer<O>> => {
    const [method, path] = route.split(' ') as [Method, string]
    const answer = 'row' in out ? out.row : (out as z.ZodType)
    return {
      kind,
      name: '',
      method,
      path,
      in: input,
      out: answer,
      can,
      status: 200,
      bodyLimit: DEFAULT_BODY_LIMIT,
      ...('row' in out ? { about: out } : {}),
      ...rest,
    }
  }

/** Reads; changes nothing, may be repeated. */
export const query = actionOf('query')
/** Changes something; runs in one transaction with its events. */
export const command = actionOf('command')

/** Names every action `<group>.<key>` and puts the group's path in front of its own. */
export function actions<V extends Record<string, Action>>(group: string, path: string, verbs: V): V {
  const named = Object.entries(verbs).map(([key, verb]) => {
    const whole = `${path}${verb.path}`.replace(/(?<=.)\/$/, '')
    return [key, { ...verb, name: `${group}.${key}`, path: whole }]
  })
  return Object.fromEntries(named) as V
}

/** What both sides of the wire call: in process on the server, fetch in the browser. */
export type Call = <I, P, O>(action: Action<I, P, O>, input: I) => Promise<O>
