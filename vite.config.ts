import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// The web client: `#kernel/…`, `#modules/…` and `#ui/…` are read from package.json, as Node and TypeScript do.
export default defineConfig({
  root: 'app/web',
  plugins: [react()],
  build: { outDir: '../../dist/web', emptyOutDir: true, target: 'es2023' },
})
