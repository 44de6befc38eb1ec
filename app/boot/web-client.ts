// The web client, built when its sources changed.
import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const root = path.resolve(import.meta.dirname, '../..')
/** Where the built client is: files with hashed names, and index.html with placeholders. */
export const WEB_FOLDER = path.join(root, 'dist', 'web')
const SIGN = 'built-from'

const SOURCES = [
  'app/{web,web-build}/**/*',
  'app/web-modules.ts',
  'kernel/{web,contract,text}/**/*',
  'ui/**/*',
  'modules/*/*/{web,text,contract}/**/*',
  'modules/*/*/contract.ts',
  'vite.config.ts',
  'package.json',
  'package-lock.json',
]

/** What the client is made of, as one hash: of the names and contents of all its sources. */
function hashOfSources(): string {
  const files = globSync(SOURCES, { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted()
  const hash = createHash('sha256')
  for (const file of files) hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

/** Whether what is built is what the sources say. */
export function isWebBuilt(): boolean {
  const sign = path.join(WEB_FOLDER, SIGN)
  return existsSync(sign) && readFileSync(sign, 'utf8') === hashOfSources()
}

/**
 * Builds the client unless it is up to date. It is built beside the old one and put in its place when it is whole, so
 * that two starts at once, or one that is killed, never leave a half-built client.
 */
export async function buildWeb({ force = false } = {}): Promise<void> {
  const hash = hashOfSources()
  if (!force && isWebBuilt()) return
  const beside = `${WEB_FOLDER}.${randomUUID().slice(0, 8)}`
  const { build } = await import('vite')
  try {
    await build({
      root: path.join(root, 'app/web'),
      configFile: path.join(root, 'vite.config.ts'),
      logLevel: 'error',
      build: { outDir: beside },
    })
    await compress(beside)
    writeFileSync(path.join(beside, SIGN), hash)
    const old = `${beside}.old`
    if (existsSync(WEB_FOLDER)) renameSync(WEB_FOLDER, old)
    renameSync(beside, WEB_FOLDER)
    rmSync(old, { recursive: true, force: true })
  } finally {
    rmSync(beside, { recursive: true, force: true })
  }
}

/** `buildWeb` in a child process, so that the server does not keep the gigabyte that bundling takes. Throws with its words. */
export async function buildWebApart(): Promise<void> {
  await promisify(execFile)(process.execPath, [path.join(import.meta.dirname, 'build-web.ts')], { cwd: root })
}

/** Puts a .gz and a .br beside every text, so that the server compresses nothing while serving. */
async function compress(folder: string): Promise<void> {
  const files = globSync('assets/*.{js,css,svg}', { cwd: folder }).map((name) => path.join(folder, name))
  await Promise.all(
    files.map(async (file) => {
      const text = await readFile(file)
      if (text.length < 1_000) return
      const [gz, br] = await Promise.all([
        promisify(gzip)(text, { level: 9 }),
        promisify(brotliCompress)(text, {
          params: { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: text.length },
        }),
      ])
      await Promise.all([writeFile(`${file}.gz`, gz), writeFile(`${file}.br`, br)])
    }),
  )
}
