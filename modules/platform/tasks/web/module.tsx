// What tasks bring to the web interface: the list, the calendar, the block on the pages of other records.
import { IconChecklist, IconPlus } from '@tabler/icons-react'
import { fill, page, recordTools, webModule } from '#kernel/web/index.tsx'
import { tasks, tasksBlock } from '../contract.ts'

export default webModule({
  name: 'tasks',
  pages: [
    page('/tasks', tasks.list.can, () => import('./list/tasks-page.tsx'), { bare: true }),
    page('/tasks/calendar', tasks.list.can, () => import('./calendar/calendar-page.tsx'), { bare: true }),
    page('/tasks/$id', tasks.list.can, () => import('./task-page.tsx')),
  ],
  menu: [{ to: '/tasks', label: 'menu.tasks', icon: IconChecklist, order: 14, can: tasks.list.can, key: 'KeyA' }],
  fills: [fill(tasksBlock, () => import('./block.tsx')), fill(recordTools, () => import('./add-task.tsx'))],
  references: {
    task: {
      load: async (call, ids) => {
        const found = await Promise.all(ids.map((id) => call(tasks.get, { id }).catch(() => null)))
        return found.filter((task) => task !== null)
      },
      label: ({ title }) => String(title),
      to: ({ id }) => `/tasks/${id}`,
    },
  },
  commands: [
    {
      id: 'tasks.create',
      label: 'task.new',
      icon: IconPlus,
      can: tasks.create.can,
      run: ({ navigate }) => navigate('/tasks?new=yes'),
    },
  ],
  found: { task: { icon: IconChecklist, many: 'task.many', can: tasks.list.can, to: ({ id }) => `/tasks/${id}` } },
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
