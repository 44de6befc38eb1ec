// What mail brings to the web interface: the outbox, what came in, and the addresses, all behind the gear.
import { IconAt, IconMailbox, IconMailDown, IconSend } from '@tabler/icons-react'
import { fill, page, settingsEntry, webModule } from '#kernel/web/index.tsx'
import { inboundMails, mailAddresses, mailboxes, outbox, ownMailboxSection, USE_OWN_MAILBOX } from '../contract.ts'

export default webModule({
  name: 'mail',
  pages: [
    page('/settings/outbox', outbox.list.can, () => import('./outbox/outbox.tsx')),
    page('/settings/outbox/$id', outbox.get.can, () => import('./outbox/outbound-mail.tsx')),
    page('/settings/incoming-mail', inboundMails.list.can, () => import('./incoming/incoming.tsx')),
    page('/settings/incoming-mail/$id', inboundMails.get.can, () => import('./incoming/inbound-mail.tsx')),
    page('/settings/mail-addresses', mailAddresses.list.can, () => import('./addresses.tsx')),
    page('/settings/mailboxes', mailboxes.list.can, () => import('./mailboxes/mailboxes.tsx')),
  ],
  menu: [
    settingsEntry({
      to: '/settings/outbox',
      label: 'menu.outbox',
      icon: IconSend,
      order: 40,
      can: outbox.list.can,
    }),
    settingsEntry({
      to: '/settings/incoming-mail',
      label: 'menu.incoming_mail',
      icon: IconMailbox,
      order: 41,
      can: inboundMails.list.can,
    }),
    settingsEntry({
      to: '/settings/mail-addresses',
      label: 'menu.mail_addresses',
      icon: IconAt,
      order: 42,
      can: mailAddresses.list.can,
    }),
    settingsEntry({
      to: '/settings/mailboxes',
      label: 'menu.mailboxes',
      icon: IconMailDown,
      order: 43,
      can: mailboxes.list.can,
    }),
  ],
  fills: [fill(ownMailboxSection, () => import('./own-mailbox/section.tsx'), { can: USE_OWN_MAILBOX })],
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
