// What bulk brings to the web interface: buttons for what is chosen in a list, and how far a run is.
import { fill, webModule } from '#kernel/web/index.tsx'
import { bulkBar, bulkStrip } from '../contract.ts'

export default webModule({
  name: 'bulk',
  fills: [fill(bulkBar, () => import('./bar.tsx')), fill(bulkStrip, () => import('./strip.tsx'))],
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
