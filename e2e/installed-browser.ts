import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { chromium } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge']
const macApps = ['Google Chrome', 'Chromium', 'Microsoft Edge']
const windowsPrograms = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe']

/** Where a Chromium, Chrome or Edge of this machine stands, or null. CHROMIUM_PATH goes before all others. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): string | null {
  if (env.CHROMIUM_PATH) return env.CHROMIUM_PATH
  const onPath = (env.PATH ?? '')
    .split(path.delimiter)
    .flatMap((folder) => names.map((name) => path.join(folder, name)))
  const mac = macApps.map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`)
  const windows = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => windowsPrograms.map((program) => path.join(folder, program)))
  const byPlatform = { darwin: mac, win32: windows }[process.platform as string] ?? onPath
  return [...byPlatform, ownOfPlaywright()].find((candidate) => candidate && existsSync(candidate)) ?? null
}

/**
 * An installed browser, or one fetched the way this machine offers: by apt-get as root, else Playwright's own download.
 * Throws an Error that says what to install when neither works.
 */
export function ensureBrowser(): string {
  const found = findBrowser()
  if (found) return found
  console.log('No Chromium or Chrome found; fetching one (once) …')
  if (process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    const install = () => spawnSync('apt-get', ['install', '-y', '-qq', 'chromium'], quiet).status === 0
    if (!install()) {
      spawnSync('apt-get', ['update', '-qq'], quiet)
      install()
    }
  } else {
    const cli = path.join('node_modules', 'playwright-core', 'cli.js')
    spawnSync(process.execPath, [cli, 'install', 'chromium'], { ...quiet, timeout: 300_000 })
  }
  const fetched = findBrowser()
  if (fetched) return fetched
  throw new Error(
    'The journeys need Chromium, Chrome or Edge, and none was found. Install one (Debian: apt-get install chromium; ' +
      'macOS: brew install --cask google-chrome), or name it with CHROMIUM_PATH=/path/to/browser.',
  )
}

const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const

function ownOfPlaywright(): string | null {
  try {
    return chromium.executablePath()
  } catch {
    return null // Playwright knows no build for this platform.
  }
}
