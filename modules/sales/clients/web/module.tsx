// What clients bring to the web interface: their list, their pages, and the lists behind the gear.
import { IconAddressBook, IconCopyCheck, IconFilterCog, IconFlag, IconMapPin, IconPlus } from '@tabler/icons-react'
import { page, settingsEntry, webModule } from '#kernel/web/index.tsx'
import { clients, clientSources, clientStatuses, contactCards, contacts, merging, segments } from '../contract.ts'

export default webModule({
  name: 'clients',
  pages: [
    page('/clients', clients.list.can, () => import('./list/clients-page.tsx'), { bare: true }),
    page('/clients/duplicates', merging.pairs.can, () => import('./merging/duplicates-page.tsx')),
    page('/clients/segments', segments.list.can, () => import('./segments/segments-page.tsx')),
    page('/clients/$id', clients.list.can, () => import('./client/client-page.tsx'), { bare: true }),
    page('/settings/client-statuses', clientStatuses.update.can, () => import('./statuses.tsx')),
    page('/settings/client-sources', clientSources.update.can, () => import('./sources.tsx')),
  ],
  menu: [
    { to: '/clients', label: 'menu.clients', icon: IconAddressBook, order: 12, can: clients.list.can, key: 'KeyC' },
    settingsEntry({
      to: '/settings/client-statuses',
      label: 'menu.client_statuses',
      icon: IconFlag,
      order: 36,
      can: clientStatuses.update.can,
    }),
    settingsEntry({
      to: '/settings/client-sources',
      label: 'menu.client_sources',
      icon: IconMapPin,
      order: 37,
      can: clientSources.update.can,
    }),
  ],
  references: {
    client: {
      load: async (call, ids) => (await call(clients.cards, { ids })).items,
      search: async (call, text) =>
        (
          await call(clients.list, {
            ...(text ? { q: text } : {}),
            fields: ['id', 'name', 'email', 'phone'],
            limit: 20,
          })
        ).items.map((client) => ({ ...client, id: String(client.id) })),
      label: ({ name }) => String(name),
      detail: ({ email, phone }) => ((email ?? phone) ? String(email ?? phone) : null),
      to: ({ id }) => `/clients/${id}`,
    },
    /** Found among the people of one client only. */
    client_contact: {
      load: async (call, ids) => (await call(contactCards.cards, { ids })).items,
      search: async (call, text, client) =>
        client
          ? (await call(contacts.list, { id: client })).items.filter(({ name }) =>
              name.toLowerCase().includes(text.toLowerCase()),
            )
          : [],
      label: ({ name }) => String(name),
      detail: ({ job, email, phone }) => String(job || email || phone || '') || null,
      to: ({ client }) => `/clients/${String(client)}`,
    },
    client_status: {
      load: async (call) => (await call(clientStatuses.list, { limit: 200, sort: 'position' })).items,
      search: async (call, text) => {
        const { items } = await call(clientStatuses.list, { limit: 200, sort: 'position' })
        return items.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()))
      },
      label: ({ name }) => String(name),
    },
    client_segment: {
      load: async (call) => (await call(segments.list, { limit: 200, sort: 'name' })).items,
      search: async (call, text) => {
        const { items } = await call(segments.list, { limit: 200, sort: 'name' })
        return items.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()))
      },
      label: ({ name }) => String(name),
    },
    client_source: {
      load: async (call) => (await call(clientSources.list, { limit: 200, sort: 'position' })).items,
      search: async (call, text) => {
        const { items } = await call(clientSources.list, { limit: 200, sort: 'position' })
        return items.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()))
      },
      label: ({ name }) => String(name),
    },
  },
  commands: [
    {
      id: 'clients.create',
      label: 'client.new',
      icon: IconPlus,
      can: clients.create.can,
      run: ({ navigate }) => navigate('/clients?new=yes'),
    },
    {
      id: 'clients.segments',
      label: 'client_segment.many',
      icon: IconFilterCog,
      can: segments.list.can,
      run: ({ navigate }) => navigate('/clients/segments'),
    },
    {
      id: 'clients.duplicates',
      label: 'clients.duplicates',
      icon: IconCopyCheck,
      can: merging.pairs.can,
      run: ({ navigate }) => navigate('/clients/duplicates'),
    },
  ],
  found: {
    client: { icon: IconAddressBook, many: 'client.many', can: clients.list.can, to: ({ id }) => `/clients/${id}` },
  },
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
