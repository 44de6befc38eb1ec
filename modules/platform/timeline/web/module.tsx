// What the timeline brings to the web interface: the pane of any record's page.
import { fill, webModule } from '#kernel/web/index.tsx'
import { timelinePane } from '../contract.ts'

export default webModule({
  name: 'timeline',
  fills: [fill(timelinePane, () => import('./pane.tsx'))],
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
