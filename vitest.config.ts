import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

// Tests of what runs in the browser; everything else runs under Node's own runner (tools/test.ts).
export default defineConfig({
  plugins: [react()],
  test: {
    include: ['{kernel/web,ui,app/web,modules/*/*/web}/**/*.test.{ts,tsx}'],
    environment: 'happy-dom',
    setupFiles: ['tools/web-test-setup.ts'],
    css: { modules: { classNameStrategy: 'non-scoped' } },
    restoreMocks: true,
    testTimeout: 10_000,
  },
})
