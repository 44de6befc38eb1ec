import { existsSync } from 'node:fs'
import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { firstTexts } from './app/web-build/first-texts.ts'
import { LATER_PARTS, PARTS } from './app/web-build/first-visit.ts'
import { lateContracts } from './app/web-build/late-contracts.ts'
import { leanZod } from './app/web-build/lean-zod.ts'

const styles = path.resolve('node_modules/@mantine/core/styles')

/** Lets every component of the library bring its own styles, so that a page loads those of what it shows. */
const stylesOfComponents: Plugin = {
  name: 'styles-of-components',
  apply: 'build',
  transform(code, id) {
    const component = /@mantine[\\/]core[\\/]esm[\\/].*[\\/]([A-Z]\w+)\.mjs$/.exec(id)?.[1]
    if (!component || !existsSync(path.join(styles, `${component}.layer.css`))) return null
    return {
      code: `import '@mantine/core/styles/${component}.layer.css'\n${code}`,
      map: null,
      moduleSideEffects: false,
    }
  },
}

const part = ([name, files]: [string, readonly string[]]) => ({
  name,
  test: (id: string) => files.some((file) => id === path.resolve(file)),
})

const languages = ['ru', 'en', 'uz', 'ar']

// The web client: `#kernel/…`, `#modules/…` and `#ui/…` are read from package.json, as Node and TypeScript do.
export default defineConfig({
  root: 'app/web',
  // The server puts a nonce of its own into every page it sends (kernel/server/http/pages.ts).
  html: { cspNonce: '{{nonce}}' },
  plugins: [
    react(),
    stylesOfComponents,
    leanZod(),
    lateContracts(import.meta.dirname),
    firstTexts(import.meta.dirname),
    {
      name: 'placeholders-of-the-page',
      apply: 'serve',
      transformIndexHtml: (html) => html.replaceAll('{{lang}}', 'en').replaceAll('{{dir}}', 'ltr'),
    },
  ],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    // Cascade layers, which the component library's styles stand in, came to Safari with 15.4.
    target: ['es2021', 'safari15.4'],
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // The texts of all modules in one language are two files: what a first visit shows, and the rest.
            ...languages.flatMap((language) => [
              { name: `text-${language}`, test: new RegExp(`[\\\\/]text[\\\\/]${language}\\.json\\.first$`) },
              { name: `text-${language}-rest`, test: new RegExp(`[\\\\/]text[\\\\/]${language}\\.json\\.rest$`) },
            ]),
            // What changes only when packages do, so that an update of ours leaves it in the browser's cache.
            {
              name: 'libraries',
              test: /[\\/]node_modules[\\/](react|react-dom|scheduler|zod|@tanstack[\\/](react-query|query-core|react-router|router-core|history|react-store|store))[\\/]/,
            },
            ...Object.entries(PARTS).map(part),
            {
              name: 'controls',
              test: /@tabler[\\/]|@mantine[\\/]hooks[\\/]|@mantine[\\/]core[\\/]esm[\\/]components[\\/](Alert|Anchor|Badge|Combobox|FileButton|Group|Modal|Popover|Progress|Select|Stack|Text|Textarea)[\\/]/,
            },
            { name: 'inputs', test: /[\\/]node_modules[\\/](@mantine|@floating-ui|@tabler|react-[a-z-]+)[\\/]/ },
            ...Object.entries(LATER_PARTS).map(part),
          ],
        },
      },
    },
  },
})
