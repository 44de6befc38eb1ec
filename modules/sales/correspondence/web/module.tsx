// What letters bring to the web interface: the composer and the lines of a record's timeline.
import { IconMailCog } from '@tabler/icons-react'
import { fill, page, settingsEntry, webModule } from '#kernel/web/index.tsx'
import { profileSections } from '#modules/platform/identity/contract.ts'
import { mailThread, USE_OWN_MAILBOX } from '#modules/platform/mail/contract.ts'
import { timelineBesides, timelineMail, timelineWriter } from '#modules/platform/timeline/contract.ts'
import { READ, SEND } from '../contract.ts'
import { letterTemplates } from '../contract/template.ts'

export default webModule({
  name: 'correspondence',
  pages: [page('/settings/letter-templates', letterTemplates.update.can, () => import('./templates/templates.tsx'))],
  menu: [
    settingsEntry({
      to: '/settings/letter-templates',
      label: 'menu.letter_templates',
      icon: IconMailCog,
      order: 44,
      can: letterTemplates.update.can,
    }),
  ],
  fills: [
    fill(timelineWriter, () => import('./writer/writer.tsx'), { can: SEND }),
    fill(timelineMail, () => import('./line.tsx')),
    fill(timelineBesides, () => import('./besides.tsx'), { can: READ }),
    fill(mailThread, () => import('./thread-link.tsx')),
    fill(profileSections, () => import('./own-mailbox.tsx'), { can: USE_OWN_MAILBOX }),
  ],
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
