// Runs on any Node from 20 on, before anything is installed: brings the packages, and with them the Node that WorkerNet runs on.
import { existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const NEEDED = 26

/**
 * Makes node_modules in `root` match package-lock.json, running `npm ci` only when it does not.
 * Two starts at once are safe: the second waits for the first. Throws an Error whose message is for people.
 */
export async function ensureInstalled(root, say = (line) => process.stderr.write(`${line}\n`)) {
  if (!isInstalled(root)) {
    const { withLock, runNpmCi } = await import('./npm-ci.mjs')
    await withLock(root, say, async () => {
      if (!isInstalled(root)) await runNpmCi(root, say)
    })
  }
  ensureNode(root)
}

/** Whether every package of package-lock.json lies in node_modules; those for other platforms may be absent, and so may all of development. */
export function isInstalled(root) {
  const wanted = packagesOf(join(root, 'package-lock.json'))
  const present = packagesOf(join(root, 'node_modules/.package-lock.json'))
  if (!wanted || !present) return false
  const withDevelopment = Object.values(present).some((one) => one.dev)
  return Object.entries(wanted).every(([path, { version, integrity, optional, dev, devOptional }]) => {
    if (path === '') return true
    const found = present[path]
    if (!found) return optional || devOptional || (dev && !withDevelopment)
    return found.version === version && found.integrity === integrity && existsSync(join(root, path))
  })
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return undefined
  }
}

/**
 * Makes node_modules/.bin/node where npm did not: npm 10 does not link it, and for some platforms there is no Node at all,
 * where the one that runs this serves when it is new enough.
 */
function ensureNode(root) {
  const link = join(root, 'node_modules/.bin/node')
  if (existsSync(link)) return
  const platform = `${process.platform}-${process.arch}`
  const brought = [`node-${platform}`, `node-bin-${platform}`].map((name) => `../${name}/bin/node`)
  const target = brought.find((path) => existsSync(join(dirname(link), path)))
  if (!target && Number.parseInt(process.versions.node, 10) < NEEDED) {
    throw new Error(
      `npm brought no Node ${NEEDED} for ${process.platform} on ${process.arch}: run npm ci --include=optional, or install Node ${NEEDED} or newer yourself, then run the same command again.`,
    )
  }
  mkdirSync(dirname(link), { recursive: true })
  if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link)
  try {
    symlinkSync(target ?? process.execPath, link)
  } catch (error) {
    // Another start made it at the same moment.
    if (error.code !== 'EEXIST') throw error
  }
}

if (process.argv[1] && fileURLToPath(import.meta.url) === realpathSync(process.argv[1])) {
  ensureInstalled(fileURLToPath(new URL('../..', import.meta.url))).catch((error) => {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  })
}
