import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'

const houses = '{app,kernel,ui,modules,tools,e2e,bench}'
const left = /(^|\/)(node_modules|dist|fixtures|\.[^/]+)(\/|$)/

/** Our own files with these endings ("ts,tsx"), as paths with forward slashes relative to `root`, sorted. No git needed. */
export function sourceFiles(root: string, endings: string): string[] {
  const found = globSync(`${houses}/**/*.{${endings},}`, { cwd: root, exclude: (name) => left.test(String(name)) })
  return found
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => endings.split(',').includes(file.slice(file.lastIndexOf('.') + 1)) && !left.test(file))
    .sort()
}

export const read = (root: string, file: string): string => readFileSync(path.join(root, file), 'utf8')

export const exists = (root: string, file: string): boolean => existsSync(path.join(root, file))

/** Tests, journeys, and what only serves them: `testing.ts` or a folder `testing`. */
export const isTest = (file: string): boolean => /\.(test|journey)\.tsx?$|(^|\/)testing(\/|\.tsx?$)/.test(file)

const stringsAndComments = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g

/** The code without its comments; strings stay, and so do line breaks, so that line numbers keep their meaning. */
export function withoutComments(code: string): string {
  return code.replace(stringsAndComments, (found) => (found.startsWith('/') ? found.replace(/[^\n]/g, ' ') : found))
}
