import { component, chosenKeys } from '#kernel/contract/index.ts'
import { hears, implement, serverModule } from '#kernel/server/module.ts'
import { organisationChanged, permissions, sessionEnded, userChanged } from '../contract.ts'
import organisations, { forgetOrganisation } from './organisations/organisations.ts'
import passwords, { forgotJobs } from './password/forgot.ts'
import security from './password/policy.ts'
import preferences from './preferences/preferences.ts'
import profile from './profile/profile.ts'
import signedIn from './session/signed-in.ts'
import { forgetPerson, forgetSession } from './sessions.ts'
import signIn from './sign-in.ts'
import teams from './teams/teams.ts'
import users from './users.ts'

const matrix = implement(
  permissions,
  { tables: [] },
  {
    matrix: async ({ platform: { access } }) => ({
      roles: [...access.roles.keys()],
      permissions: [...access.permissions].map(([permission, actions]) => ({
        permission,
        actions: [...actions],
        scopes: Object.fromEntries(
          [...access.roles].flatMap(([role, grants]) => (grants[permission] ? [[role, grants[permission]]] : [])),
        ),
      })),
    }),
  },
)

const readers = {
  'users.read': 'all',
  'teams.read': 'all',
  'departments.read': 'all',
  'organisations.read': 'all',
} as const
const keeper = { 'organisations.create': 'all', 'organisations.update': 'all', 'organisations.delete': 'all' } as const

export default serverModule({
  name: 'platform/identity',
  component: component('identity', { pictures: ['users'], version: '1.0.0', always: true }),
  actions: [
    ...signIn,
    ...signedIn,
    ...passwords,
    ...security,
    ...preferences,
    ...profile,
    ...users,
    ...teams,
    ...organisations,
    ...matrix,
  ],
  preferences: [chosenKeys],
  jobs: forgotJobs,
  events: [userChanged, sessionEnded, organisationChanged],
  watched: ['credentials', 'sign_in_names', 'sessions', 'account_links', 'password_policies'],
  hears: [
    hears(sessionEnded, forgetSession),
    hears(userChanged, (platform, { user }) => forgetPerson(platform, user)),
    hears(organisationChanged, forgetOrganisation),
  ],
  grants: {
    manager: { ...readers, ...keeper, 'users.create': 'all', 'permissions.read': 'all' },
    agent: { ...readers, 'users.create': 'all' },
    analyst: readers,
    sales_manager: readers,
    seller: readers,
  },
})
