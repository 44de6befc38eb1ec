// People, their roles and teams, and how they sign in.
import * as z from 'zod'
import { Ended, Sessions } from './contract/accounts.ts'
import { newPassword } from './contract/password-policy.ts'
import { LANGUAGES, PersonCard, PLATFORM_ROLE, ROLES, timeZone, User } from './contract/user.ts'
import {
  actions,
  ANYONE,
  command,
  crud,
  draftWith,
  email,
  event,
  id,
  line,
  query,
  rowOf,
  SIGNED_IN,
  slot,
} from '#kernel/contract/index.ts'

export { opensOf, Organisation, organisationChanged, organisations, PUBLIC_DOMAINS } from './contract/organisations.ts'
export { preferences } from '#kernel/contract/index.ts'
export { profile } from './contract/profile.ts'
export { AVAILABILITIES, LANGUAGES, PersonCard, PLATFORM_ROLE, ROLES, STATES, timeZone, User } from './contract/user.ts'
export { Link, passwords, security, Session, sessions } from './contract/accounts.ts'
export {
  brokenRules,
  DEFAULT_POLICY,
  type Holder,
  PasswordPolicy,
  type Rule,
  RULES,
} from './contract/password-policy.ts'

export { Department, departments, MOST_LEVEL, Team, teams } from './contract/teams.ts'

const Addressee = z.object({
  id: id(),
  name: z.string(),
  email: z.string(),
  role: z.string(),
  language: z.enum(LANGUAGES),
  teams: z.array(id()),
  /** Null: the person said none. */
  zone: z.string().nullable(),
  /** Now, of their own will: only what is mandatory reaches them. */
  undisturbed: z.boolean(),
})

const byId = z.strictObject({ id: id() })

/** Invited people have one role, language and organisation; a person without a name is called by the address. */
const Invitations = z.strictObject({
  people: z
    .array(z.strictObject({ email: email(), name: line(100).optional() }))
    .min(1)
    .max(50),
  role: z.enum([...ROLES, PLATFORM_ROLE]).default('client'),
  language: z.enum(LANGUAGES).default('ru'),
  organisation: id().nullable().default(null),
  teams: z.array(id()).max(50).default([]),
})
/** `known`: somebody of the organisation has this address already. */
const Invited = z.object({
  items: z.array(z.object({ email: z.string(), outcome: z.enum(['invited', 'known']), user: rowOf(User).nullable() })),
})

const { create: _create, ...rest } = crud(User, 'users')

export const users = actions('users', '/users', {
  /** Names for ids; at most 100 at once. Unknown ids are left out. */
  cards: query('GET /cards', {
    in: z.strictObject({ ids: z.array(id()).min(1).max(100) }),
    out: z.object({ items: z.array(PersonCard) }),
    can: SIGNED_IN,
  }),
  /** The person with this address, active or not; null when there is none. */
  byEmail: query('GET /by-email', {
    in: z.strictObject({ email: email() }),
    out: rowOf(User).nullable(),
    can: 'users.read',
    internal: true,
  }),
  /** Active people, all of them or by id, role or team: for modules that write to them. */
  addressees: query('GET /addressees', {
    in: z.strictObject({
      ids: z.array(id()).max(100_000).optional(),
      roles: z.array(z.string()).optional(),
      team: id().optional(),
    }),
    out: z.object({ items: z.array(Addressee) }),
    can: 'users.read',
    internal: true,
  }),
  /** The picture of a person; `picture` tells one from the next, so that it may be kept. 404 for those who have none. */
  picture: query('GET /:id/picture', {
    in: z.strictObject({ id: id(), picture: id().optional() }),
    out: z.any(),
    can: SIGNED_IN,
    raw: 'answer',
    audited: 'none',
  }),
  ...rest,
  /** Without a password the person can be written to, but cannot sign in. */
  create: command('POST /', {
    in: draftWith(User, { password: newPassword().optional() }),
    out: User,
    can: 'users.create',
    status: 201,
  }),
  /** Sets a password and ends all sessions of that person. */
  setPassword: command('POST /:id/password', {
    in: z.strictObject({ id: id(), password: newPassword() }),
    out: z.null(),
    can: 'users.update',
    status: 204,
    free: true,
  }),
  /** Makes people without a password and mails each a link to set one; good for seven days. */
  invite: command('POST /invitations', { in: Invitations, out: Invited, can: 'users.create' }),
  /** Mails the link (again); the one before is void. 409 for those who have a password or may not sign in. */
  sendInvitation: command('POST /:id/invitation', { in: byId, out: User, can: 'users.create' }),
  /** Makes the link void; the person stays, without a way in. 409 for those who have none. */
  withdrawInvitation: command('POST /:id/invitation/withdraw', { in: byId, out: User, can: 'users.update' }),
  sessions: query('GET /:id/sessions', { in: byId, out: Sessions, can: 'users.update' }),
  endSession: command('DELETE /:id/sessions/:session', {
    in: byId.extend({ session: id() }),
    out: z.null(),
    can: 'users.update',
    status: 204,
  }),
  /** Signs the person out on every device. */
  endSessions: command('POST /:id/sessions/end', { in: byId, out: Ended, can: 'users.update' }),
})

const Tokens = z.object({
  access_token: z.string(),
  refresh_token: z.string().optional(),
  expires_in: z.int(),
  token_type: z.literal('Bearer'),
  user: rowOf(User),
})
const Refresh = z.strictObject({ refresh_token: z.string().max(500).optional() })

/** The signed-in person, their tenant and what they may do. */
export const Me = z.object({
  user: rowOf(User),
  tenant: z.object({
    id: id(),
    name: z.string(),
    slug: z.string(),
    config: z.object({ theme: z.record(z.string(), z.string()) }),
  }),
  permissions: z.record(z.string(), z.enum(['own', 'team', 'all'])),
  /** The company of a customer, and which permissions reach their colleagues' records; null for everybody else. */
  organisation: z.object({ id: id(), name: z.string(), opens: z.array(z.string()) }).nullable(),
  /** Components that are switched off for everybody here. */
  components_off: z.array(z.string()),
})

export const auth = actions('auth', '/auth', {
  login: command('POST /login', {
    in: z.strictObject({
      username: z.string().trim().min(1).max(254),
      password: z.string().min(1).max(200),
      tenant: z.string().max(40).optional(),
      /** Asked for by 403 `password_expired`: sets it and signs in. Left alone while the password is still good. */
      new_password: newPassword().optional(),
    }),
    out: Tokens,
    can: ANYONE,
    session: 'open',
    free: true,
    bodyLimit: 8 * 1024,
  }),
  refresh: command('POST /refresh', {
    in: Refresh,
    out: Tokens,
    can: ANYONE,
    session: 'renew',
    free: true,
    bodyLimit: 8 * 1024,
  }),
  logout: command('POST /logout', {
    in: Refresh,
    out: z.null(),
    can: ANYONE,
    session: 'close',
    free: true,
    status: 204,
    bodyLimit: 8 * 1024,
  }),
  me: query('GET /me', { out: Me, can: SIGNED_IN }),
  /** Changes one's own name, language, phone, time zone or password. */
  updateMe: command('PATCH /me', {
    in: z.strictObject({
      name: line(100).optional(),
      language: z.enum(LANGUAGES).optional(),
      phone: line(32).nullable().optional(),
      zone: timeZone().nullable().optional(),
      password: newPassword().optional(),
      current_password: z.string().max(200).optional(),
    }),
    out: User,
    can: SIGNED_IN,
    free: true,
    bodyLimit: 8 * 1024,
  }),
})

const Matrix = z.object({
  roles: z.array(z.string()),
  permissions: z.array(
    z.object({ permission: z.string(), scopes: z.record(z.string(), z.string()), actions: z.array(z.string()) }),
  ),
})
export const permissions = actions('permissions', '/permissions', {
  /** Which role may do what, and how far; every action of the API is in it. */
  matrix: query('GET /matrix', { out: Matrix, can: 'permissions.read' }),
})

export const userChanged = event('user.changed', {
  payload: z.object({ user: rowOf(User) }),
  about: User,
  can: 'users.read',
  record: ({ user }) => user,
  public: true,
})
export const sessionEnded = event('session.ended', {
  payload: z.object({ user_id: id(), session_id: id() }),
  about: User,
  can: 'users.read',
  record: ({ user_id }) => ({ id: user_id }),
})

/** Below one's own profile. */
export const profileSections = slot<{}>('profile.sections')
/** Below what is known of a person, where they are kept. */
export const userPanel = slot<{ user: { id: string } }>('user.panel')
