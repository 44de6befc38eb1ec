// What letters bring to the web interface: the composer and the lines of a record's timeline.
import { fill, webModule } from '#kernel/web/index.tsx'
import { mailThread } from '#modules/platform/mail/contract.ts'
import { timelineMail, timelineWriter } from '#modules/platform/timeline/contract.ts'
import { SEND } from '../contract.ts'

export default webModule({
  name: 'correspondence',
  fills: [
    fill(timelineWriter, () => import('./writer/writer.tsx'), { can: SEND }),
    fill(timelineMail, () => import('./line.tsx')),
    fill(mailThread, () => import('./thread-link.tsx')),
  ],
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
