// What tickets bring to the web interface: the agents' workspace and the customers' portal.
import { IconInbox, IconPlus } from '@tabler/icons-react'
import { fill, page, webModule } from '#kernel/web/index.tsx'
import { userPanel } from '#modules/platform/identity/contract.ts'
import { inboundWays } from '#modules/platform/mail/contract.ts'
import { ticketSidebar, tickets } from '../contract.ts'
import { conversation } from '../contract/conversation.ts'
import { sendings } from '../contract/composing/sending.ts'
import { SHORTCUTS } from './desk/keys.ts'

export default webModule({
  name: 'tickets',
  pages: [
    page('/tickets/{-$id}', tickets.list.can, () => import('./desk/desk.tsx'), { bare: true, first: true }),
    page('/tickets/$id/print', tickets.list.can, () => import('./print/print.tsx')),
    page('/tickets/new', tickets.create.can, () => import('./desk/new-ticket.tsx')),
    page('/portal', tickets.list.can, () => import('./portal/requests.tsx'), { portal: true, first: true }),
    page('/portal/new', tickets.create.can, () => import('./portal/new-request.tsx'), { portal: true }),
    page('/portal/tickets/$id', tickets.list.can, () => import('./portal/request.tsx'), { portal: true }),
    page('/tickets/{-$id}', tickets.list.can, () => import('./portal/forward.tsx'), { portal: true }),
    page('/portal', tickets.list.can, () => import('./portal/forward.tsx')),
    page('/portal/tickets/$id', tickets.list.can, () => import('./portal/forward.tsx')),
  ],
  fills: [
    fill(ticketSidebar, () => import('./ticket/details/followers.tsx')),
    fill(ticketSidebar, () => import('./ticket/details/tasks.tsx')),
    fill(userPanel, () => import('./handing-over.tsx')),
    fill(inboundWays, () => import('./suspended/take-mail.tsx')),
  ],
  references: {
    ticket: {
      load: async (call, ids) => {
        const found = await Promise.all(ids.map((id) => call(tickets.get, { id }).catch(() => null)))
        return found.filter((ticket) => ticket !== null)
      },
      search: async (call, text) =>
        (await call(tickets.list, { ...(text ? { q: text.replace(/^#/, '') } : {}), limit: 20 })).items.map(
          (ticket) => ({
            ...ticket,
            id: String(ticket.id),
          }),
        ),
      label: ({ number, title }) => `#${String(number)} ${String(title)}`,
      to: ({ id }) => `/tickets/${id}`,
    },
  },
  menu: [
    { to: '/tickets', label: 'menu.tickets', icon: IconInbox, order: 10, can: tickets.list.can, key: 'KeyT' },
    {
      to: '/portal',
      label: 'menu.portal.tickets',
      icon: IconInbox,
      order: 10,
      can: tickets.list.can,
      area: 'portal',
      exact: true,
    },
    { to: '/portal/new', label: 'menu.portal.new', icon: IconPlus, order: 20, can: tickets.create.can, area: 'portal' },
  ],
  commands: [
    {
      id: 'tickets.create',
      label: 'tickets.create',
      icon: IconPlus,
      can: tickets.create.can,
      run: ({ navigate }) => navigate('/tickets/new'),
    },
    {
      id: 'tickets.portal.new',
      label: 'tickets.portal.new',
      icon: IconPlus,
      can: tickets.create.can,
      portal: true,
      run: ({ navigate }) => navigate('/portal/new'),
    },
  ],
  offline: {
    keep: [...Object.values(tickets), ...Object.values(conversation)].filter(
      ({ kind, raw }) => kind === 'query' && !raw,
    ),
    queue: [tickets.comment, sendings.send],
    fetch: async (ahead) => (await import('./offline/fetch-ahead.ts')).fetchAhead(ahead),
  },
  shortcuts: Object.values(SHORTCUTS).filter(({ id }) => id.startsWith('tickets.')),
  found: {
    ticket: {
      icon: IconInbox,
      many: 'menu.tickets',
      can: tickets.list.can,
      portal: true,
      to: ({ id }, portal) => (portal ? `/portal/tickets/${id}` : `/tickets/${id}?view=all`),
    },
  },
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
