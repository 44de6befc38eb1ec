import {
  IconApi,
  IconBuilding,
  IconKeyboard,
  IconLockAccess,
  IconShieldLock,
  IconUser,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react'
import {
  fill,
  foundIn,
  frameTools,
  keysPage,
  KEYS_PAGE,
  ownMenu,
  page,
  webModule,
  type Card,
} from '#kernel/web/index.tsx'
import { ANYONE, SIGNED_IN } from '#kernel/contract/index.ts'
import { auth, organisations, permissions, security, teams, users } from '../contract.ts'
import { faceOf } from './profile/face.ts'

export default webModule({
  name: 'identity',
  pages: [
    page('/settings/users', users.list.can, () => import('./users.tsx')),
    page('/settings/teams', teams.list.can, () => import('./teams/teams.tsx')),
    page('/settings/organisations', organisations.list.can, () => import('./organisations.tsx')),
    page('/settings/roles', permissions.matrix.can, () => import('./roles/roles.tsx')),
    page('/settings/security', security.get.can, () => import('./security.tsx')),
    page('/forgot-password', ANYONE, () => import('./entrance/forgot-password.tsx')),
    page('/reset-password', ANYONE, () => import('./entrance/reset-password.tsx')),
    page('/invitation', ANYONE, () => import('./entrance/invitation.tsx')),
    page('/profile', SIGNED_IN, () => import('./profile.tsx')),
    page(KEYS_PAGE, SIGNED_IN, keysPage),
  ],
  menu: [
    {
      to: '/settings/users',
      key: 'KeyU',
      label: 'menu.users',
      keywords: 'menu.users_keywords',
      icon: IconUsers,
      order: 10,
      can: users.update.can,
      area: 'settings',
    },
    {
      to: '/settings/teams',
      label: 'menu.teams',
      keywords: 'menu.teams_keywords',
      icon: IconUsersGroup,
      order: 20,
      can: teams.update.can,
      area: 'settings',
    },
    {
      to: '/settings/organisations',
      label: 'menu.organisations',
      keywords: 'menu.organisations_keywords',
      icon: IconBuilding,
      order: 15,
      can: organisations.update.can,
      area: 'settings',
    },
    {
      to: '/settings/roles',
      label: 'menu.roles',
      keywords: 'menu.roles_keywords',
      icon: IconLockAccess,
      order: 25,
      can: permissions.matrix.can,
      area: 'settings',
    },
    {
      to: '/settings/security',
      label: 'menu.security',
      keywords: 'menu.security_keywords',
      icon: IconShieldLock,
      order: 30,
      can: security.get.can,
      area: 'settings',
    },
    { to: '/profile', label: 'menu.profile', icon: IconUser, order: 90, can: SIGNED_IN, area: 'portal' },
    {
      to: '/profile',
      label: 'menu.profile',
      keywords: 'menu.profile_keywords',
      icon: IconUser,
      order: 90,
      can: SIGNED_IN,
      area: 'settings',
      key: 'KeyP',
    },
    {
      to: KEYS_PAGE,
      label: 'menu.keys',
      keywords: 'menu.keys_keywords',
      icon: IconKeyboard,
      order: 91,
      can: SIGNED_IN,
      area: 'settings',
      key: 'KeyK',
    },
  ],
  commands: [
    {
      id: 'api-docs',
      label: 'menu.api_docs',
      icon: IconApi,
      run: () => void window.open('/api/docs', '_blank', 'noopener'),
    },
  ],
  fills: [
    fill(frameTools, () => import('./profile/watching.tsx')),
    fill(ownMenu, () => import('./profile/own-state.tsx')),
  ],
  references: {
    user: {
      load: async (call, ids) => (await call(users.cards, { ids })).items,
      search: async (call, text) =>
        (
          await call(users.list, {
            ...(text ? { q: text } : {}),
            sort: 'name',
            limit: 20,
            is_active: true,
            fields: ['id', 'name', 'role', 'email'],
          })
        ).items as Card[],
      label: (card) => String(card['name']),
      detail: (card) => (card['organisation'] ?? card['email'] ?? null) as string | null,
      person: true,
      face: faceOf,
      note: (card) => (card['is_active'] === false ? 'user.left' : null),
    },
    organisation: {
      load: async (call, ids) => (await call(organisations.cards, { ids })).items,
      search: async (call, text) =>
        (await call(organisations.list, { ...(text ? { q: text } : {}), sort: 'name', limit: 50 })).items as Card[],
      label: (card) => String(card['name']),
    },
    team: {
      // There are few teams; one list names them all.
      load: async (call) => (await call(teams.list, { limit: 200, sort: 'name' })).items,
      search: async (call, text) =>
        (await call(teams.list, { ...(text ? { q: text } : {}), sort: 'name', limit: 50 })).items,
      label: (card) => String(card['name']),
    },
  },
  offline: { keep: [auth.me, users.cards, organisations.cards, teams.list] },
  found: {
    user: {
      icon: IconUser,
      many: 'user.many',
      can: users.list.can,
      to: ({ title }) => foundIn('/settings/users', title),
    },
    organisation: {
      icon: IconBuilding,
      many: 'organisation.many',
      can: organisations.update.can,
      to: ({ title }) => foundIn('/settings/organisations', title),
    },
    team: {
      icon: IconUsersGroup,
      many: 'team.many',
      can: teams.list.can,
      to: ({ title }) => foundIn('/settings/teams', title),
    },
  },
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
