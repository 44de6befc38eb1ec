import { hears, implement, serverModule } from '#kernel/server/module.ts'
import { permissions, sessionEnded, userChanged } from '../contract.ts'
import passwords, { forgotJobs } from './password/forgot.ts'
import security from './password/policy.ts'
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

const readers = { 'users.read': 'all', 'teams.read': 'all', 'departments.read': 'all' } as const

export default serverModule({
  name: 'platform/identity',
  actions: [...signIn, ...signedIn, ...passwords, ...security, ...users, ...teams, ...matrix],
  jobs: forgotJobs,
  events: [userChanged, sessionEnded],
  watched: ['credentials', 'sign_in_names', 'sessions', 'account_links', 'password_policies'],
  hears: [hears(sessionEnded, forgetSession), hears(userChanged, (platform, { user }) => forgetPerson(platform, user))],
  grants: {
    manager: { ...readers, 'users.create': 'all', 'permissions.read': 'all' },
    agent: { ...readers, 'users.create': 'all' },
    analyst: readers,
  },
})
