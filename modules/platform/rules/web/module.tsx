// What rules bring to the web interface: their list behind the gear, the page of one, what they did on a record's page.
import { IconRoute } from '@tabler/icons-react'
import { fill, page, recordAside, settingsEntry, webModule } from '#kernel/web/index.tsx'

// The whole contract is not read here: its size would be paid on everybody's first visit.
const READ = 'rules.read'

export default webModule({
  name: 'rules',
  pages: [
    page('/settings/rules', READ, () => import('./rules-page.tsx')),
    page('/settings/rules/$id', READ, () => import('./rule/rule-page.tsx')),
  ],
  menu: [settingsEntry({ to: '/settings/rules', label: 'menu.rules', icon: IconRoute, order: 29, can: READ })],
  fills: [fill(recordAside, () => import('./looking/record-rules.tsx'))],
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
