// What imports bring to the web interface: the page on which a file becomes records.
import { IconFileExport, IconFileImport } from '@tabler/icons-react'
import { fill, page, webModule } from '#kernel/web/index.tsx'
import { exportButton, RUN_EXPORTS, RUN_IMPORTS } from '../contract.ts'

export default webModule({
  name: 'imports',
  pages: [
    page('/imports', RUN_IMPORTS, () => import('./imports-page.tsx')),
    page('/exports', RUN_EXPORTS, () => import('./exporting/exports-page.tsx')),
  ],
  fills: [fill(exportButton, () => import('./exporting/export-button.tsx'))],
  commands: [
    {
      id: 'imports.open',
      label: 'import.open',
      icon: IconFileImport,
      can: RUN_IMPORTS,
      run: ({ navigate }) => navigate('/imports'),
    },
    {
      id: 'exports.open',
      label: 'export_run.many',
      icon: IconFileExport,
      can: RUN_EXPORTS,
      run: ({ navigate }) => navigate('/exports'),
    },
  ],
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
