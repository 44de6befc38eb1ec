// What web forms bring to the web interface: the forms behind the gear, and what came in by them.
import { IconForms } from '@tabler/icons-react'
import type { Call } from '#kernel/contract/index.ts'
import { page, settingsEntry, webModule } from '#kernel/web/index.tsx'

// Behind the gear: its contract is no part of a first visit.
const READ = 'web_forms.read'
const all = async (call: Call) => {
  const { webForms } = await import('../contract.ts')
  return (await call(webForms.list, { limit: 200, sort: 'name' })).items
}

export default webModule({
  name: 'web-forms',
  pages: [
    page('/settings/web-forms', READ, () => import('./forms-page.tsx')),
    page('/settings/web-forms/submissions', 'web_forms.decide', () => import('./submissions-page.tsx')),
  ],
  menu: [settingsEntry({ to: '/settings/web-forms', label: 'menu.web_forms', icon: IconForms, order: 38, can: READ })],
  references: {
    web_form: {
      load: all,
      search: async (call, text) =>
        (await all(call)).filter(({ name }) => String(name).toLowerCase().includes(text.toLowerCase())),
      label: ({ name }) => String(name),
    },
  },
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
