// The web client's beginning.
import './old-browsers.ts'
import './styles.ts'
import { startWeb } from '#kernel/web/shell/start.tsx'
import { auth } from '#modules/platform/identity/contract.ts'
import { webModules } from '../web-modules.ts'

void startWeb(document.getElementById('root')!, {
  modules: webModules,
  me: auth.me,
  keepLanguage: auth.updateMe,
  inPortal: ({ user }) => user.role === 'client',
  profile: '/profile',
  forgotten: '/forgot-password',
})
