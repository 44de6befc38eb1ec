// The rules of the house that types cannot express: who may import whom, size and naming of files, what the kernel may know.
import path from 'node:path'
import { isTest, read, sourceFiles, withoutComments } from './source-files.ts'

const maxLines = 400
const maxFilesInFolder = 12

/** Area → areas it may import from inside its own module (`own`) and from anywhere (`any`). Tests may import everything. */
const contracts = ['kernel/contract', 'module/contract']
const webAreas = ['kernel/contract', 'kernel/web', 'kernel/text', 'ui']
const importTable: Record<string, { own: string[]; any: string[] }> = {
  'kernel/contract': { own: [], any: ['kernel/contract'] },
  'kernel/server': { own: [], any: ['kernel/contract', 'kernel/server', 'kernel/text'] },
  'kernel/web': { own: [], any: webAreas },
  ui: { own: [], any: ['ui', 'kernel/contract'] },
  'module/contract': { own: ['module/rules'], any: contracts },
  'module/rules': { own: ['module/rules', 'module/contract'], any: contracts },
  'module/server': {
    own: ['module/server', 'module/rules', 'module/text'],
    any: [...contracts, 'kernel/server', 'kernel/text'],
  },
  'module/web': { own: ['module/web', 'module/rules', 'module/text'], any: [...contracts, ...webAreas] },
  'app/web': { own: [], any: [...contracts, ...webAreas, 'app/web', 'module/web', 'module/text'] },
  app: { own: [], any: [...contracts, 'kernel/server', 'kernel/text', 'app', 'module/server', 'module/text'] },
  tools: {
    own: [],
    any: ['tools', 'e2e', 'app', ...contracts, 'kernel/server', 'module/server', 'module/text', 'kernel/text'],
  },
  bench: { own: [], any: ['bench', 'tools', 'e2e', 'app', ...contracts, 'kernel/server', 'module/server'] },
  e2e: { own: [], any: ['e2e', 'tools', 'app', ...contracts, 'kernel/server', 'module/server'] },
}
const bothSides = ['kernel/contract', 'module/contract', 'module/rules']
const browser = ['kernel/web', 'ui', 'module/web', 'app/web']
const serverPackage =
  /^(node:|(pg|pg-boss|pg-copy-streams|kysely|fastify|@fastify\/.*|ws|pino|nodemailer|smtp-server|postal-mime|jose|redis|prom-client|vite)$)/
const browserPackage = /^(react|react-dom|react-i18next|@mantine|@tanstack|@tabler)(\/|$)/

const badName = /(^|-)(utils?|helpers?|common|managers?|misc)$|^(data|types)$/
const goodName = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|journey|module|config|d))*$/
const productWord =
  /^(tickets?|helpdesk|sla|deals?|leads?|residents?|apartments?|invoices?|livechats?|auctions?|franchisees?)$/i
const physicalCss =
  /\b(margin|padding|border)-(left|right)\b|\bborder-(top|bottom)-(left|right)-radius\b|\b(text-align|float|clear):\s*(left|right)\b|(^|[;{\s])(left|right):/
const physicalTsx =
  /\b(margin|padding|border)(Left|Right)\b|\btextAlign:\s*['"](left|right)|\b(ml|mr|pl|pr)=|\bta=["'{]+(left|right)|\bfloat:\s*['"](left|right)/

const importOf = /(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"\n]+)['"]/g

export function areaOf(file: string): string {
  const [top, second, third, fourth] = file.split('/')
  if (top === 'kernel') return `kernel/${second}`
  if (top === 'app') return second === 'web' || second === 'web-modules.ts' ? 'app/web' : 'app'
  if (top !== 'modules') return top!
  if (fourth === 'contract.ts') return 'module/contract'
  // Beside contract.ts: plain rules that server and web of this one module share.
  if (fourth === 'contract' || file.split('/').length === 4) return 'module/rules'
  return `module/${fourth ?? third}`
}

const moduleOf = (file: string) => (file.startsWith('modules/') ? file.split('/').slice(1, 3).join('/') : null)

function targetOf(file: string, specifier: string): string | null {
  if (specifier.startsWith('#')) return specifier.slice(1)
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(file), specifier)
  return null
}

/** Every broken rule as one line "file: what to do"; an empty list means the house is in order. */
export function checkArchitecture(root: string): string[] {
  const files = sourceFiles(root, 'ts,tsx,mjs,css,sql')
  const needs = new Map<string, Set<string>>()
  const problems = files.flatMap((file) => {
    const text = read(root, file)
    return [...sizeAndName(file, text), ...importsOf(file, text, needs), ...words(file, text), ...direction(file, text)]
  })
  return [...problems, ...fullFolders(files), ...cycles(needs)]
}

function* sizeAndName(file: string, text: string) {
  const lines = text.split('\n').length
  if (lines > maxLines) yield `${file}: ${lines} lines, at most ${maxLines}; split it by subject`
  if (file.endsWith('.sql')) return
  const name = path.posix.basename(file).replace(/\.[a-z]+$/, '')
  if (!goodName.test(name)) yield `${file}: file names are kebab-case`
  if (badName.test(name.split('.')[0]!)) yield `${file}: name it after what it does, not "${name}"`
}

function* importsOf(file: string, text: string, needs: Map<string, Set<string>>) {
  const from = areaOf(file)
  if (!/\.tsx?$/.test(file) || isTest(file)) return
  if (!importTable[from]) {
    yield `${file}: no such place in the house (${from}); see docs/architecture.md`
    return
  }
  for (const [, specifier] of withoutComments(text).matchAll(importOf)) {
    const to = targetOf(file, specifier!)
    if (to === null) {
      if (serverPackage.test(specifier!) && [...bothSides, ...browser].includes(from))
        yield `${file}: ${specifier} belongs to the server`
      if (browserPackage.test(specifier!) && !browser.includes(from) && !/^(tools|e2e|bench)$/.test(from))
        yield `${file}: ${specifier} belongs to the browser`
      continue
    }
    const [mine, theirs] = [moduleOf(file), moduleOf(to)]
    const { own, any } = importTable[from]
    const allowed = mine !== null && mine === theirs ? [...own, ...any] : any
    if (!allowed.includes(areaOf(to))) yield `${file}: must not import ${to} (${from} → ${areaOf(to)})`
    if (isTest(to) && !/^(tools|e2e|bench)$/.test(from)) yield `${file}: ${to} is for tests only`
    if (mine && theirs && mine !== theirs) needs.set(mine, (needs.get(mine) ?? new Set()).add(theirs))
  }
}

function* words(file: string, text: string) {
  if (!file.startsWith('kernel/') || isTest(file)) return
  for (const [index, line] of withoutComments(text).split('\n').entries()) {
    const word = line.match(/[A-Z]?[a-z]+/g)?.find((part) => productWord.test(part))
    if (word) yield `${file}:${index + 1}: the kernel knows no "${word}"`
  }
}

function* direction(file: string, text: string) {
  if (!browser.includes(areaOf(file)) || isTest(file)) return
  const rule = file.endsWith('.css') ? physicalCss : file.endsWith('.tsx') ? physicalTsx : null
  for (const [index, line] of text.split('\n').entries()) {
    if (rule?.test(line) && !line.includes('physical:'))
      yield `${file}:${index + 1}: use logical directions (start, end, inline), or say why with "physical: …" on the line`
  }
}

function* fullFolders(files: string[]) {
  const counts = Object.groupBy(
    files.filter((file) => /\.(tsx?|mjs)$/.test(file) && !isTest(file)),
    (file) => path.posix.dirname(file),
  )
  for (const [folder, inside] of Object.entries(counts)) {
    if (inside!.length > maxFilesInFolder)
      yield `${folder}: ${inside!.length} files, at most ${maxFilesInFolder}; group them by subject`
  }
}

function cycles(needs: Map<string, Set<string>>): string[] {
  const found: string[] = []
  const state = new Map<string, 'open' | 'done'>()
  const walk = (name: string, trail: string[]) => {
    if (state.get(name) === 'done') return
    if (state.get(name) === 'open')
      return void found.push(`modules need each other: ${[...trail.slice(trail.indexOf(name)), name].join(' → ')}`)
    state.set(name, 'open')
    for (const next of needs.get(name) ?? []) walk(next, [...trail, name])
    state.set(name, 'done')
  }
  for (const name of needs.keys()) walk(name, [])
  return found
}

if (import.meta.main) {
  const problems = checkArchitecture(process.cwd())
  for (const problem of problems) console.error(problem)
  process.exitCode = problems.length > 0 ? 1 : 0
}
