// The slow half of install.mjs: read only when something has to be installed.
import { spawn } from 'node:child_process'
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'

/** A lock is touched every second while it is held; untouched for this long (ms), its holder is gone. */
const STALE = 15_000

/** Runs `work` while no other process installs into `root`; waits for one that does. */
export async function withLock(root, say, work) {
  const lock = join(root, '.installing')
  const mark = `${process.pid}`
  for (let told = false; !take(lock, mark); await sleep(200)) {
    if (isStale(lock)) {
      // Moved away, not removed: of two that see it, one succeeds. A lock taken meanwhile looks fresh and is put back.
      const aside = `${lock}.${mark}`
      if (attempt(() => renameSync(lock, aside))) {
        if (!isStale(aside)) attempt(() => renameSync(aside, lock))
        rmSync(aside, { force: true })
      }
      continue
    }
    if (!told) say('Another start is installing the packages; waiting for it …')
    told = true
  }
  const touch = setInterval(() => attempt(() => utimesSync(lock, new Date(), new Date())), 1_000)
  const release = () => {
    clearInterval(touch)
    if (attempt(() => readFileSync(lock, 'utf8')) === mark) rmSync(lock, { force: true })
  }
  process.once('exit', release)
  try {
    await work()
  } finally {
    process.removeListener('exit', release)
    release()
  }
}

function take(lock, mark) {
  try {
    writeFileSync(lock, mark, { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw new Error(sentence(error.code, join(lock, '..')) ?? error.message, { cause: error })
  }
}

function isStale(lock) {
  const stat = attempt(() => statSync(lock))
  if (!stat) return false
  const holder = Number(attempt(() => readFileSync(lock, 'utf8')))
  return Date.now() - stat.mtimeMs > STALE || (holder > 0 && !isAlive(holder))
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function attempt(work) {
  try {
    return work() ?? true
  } catch {
    return undefined
  }
}

/** Runs `npm ci`, showing how far it is; throws an Error with one sentence when it fails. */
export async function runNpmCi(root, say) {
  const total = Object.keys(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages).length - 1
  const stopShowing = show(say, total)
  const { code, errors } = await npm(root, stopShowing.fetched)
  stopShowing(code === 0)
  if (code !== 0) throw new Error(explain(errors, root))
}

/** Plain logs get a line now and then; a terminal one line that changes. */
function show(say, total) {
  const begun = Date.now()
  const terminal = process.stderr.isTTY
  let fetched = 0
  const seconds = () => Math.round((Date.now() - begun) / 1_000)
  // Those of other platforms are never fetched: the end comes before the count is full.
  const far = () => (fetched < total * 0.9 ? `${fetched} of ${total} fetched` : 'unpacking')
  const state = () => `Installing packages (the first time takes about a minute): ${far()}, ${seconds()} s`
  if (!terminal) say(`Installing ${total} packages (the first time takes about a minute) …`)
  const timer = terminal
    ? setInterval(() => process.stderr.write(`\r\x1b[K${state()}`), 200)
    : setInterval(() => say(state()), 10_000)
  const stop = (done) => {
    clearInterval(timer)
    if (terminal) process.stderr.write('\r\x1b[K')
    if (done) say(`Packages installed in ${seconds()} s.`)
  }
  stop.fetched = () => fetched++
  return stop
}

function npm(root, onFetch) {
  // What npm itself runs by, when it runs us: works where `npm` is not in PATH, or is a script of another shell.
  const cli = process.env.npm_execpath?.endsWith('npm-cli.js') ? process.env.npm_execpath : undefined
  // Packages' own install scripts are not needed; npm before 11 would run them all.
  const args = ['ci', '--ignore-scripts', '--include=optional', '--no-audit', '--no-fund', '--loglevel=http']
  return new Promise((resolve) => {
    const [file, rest] = cli ? [process.execPath, [cli, ...args]] : ['npm', args]
    const child = spawn(file, rest, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
    const errors = []
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (/^npm http (fetch|cache)/.test(line)) onFetch()
      const said = /^npm (?:error|ERR!) ?(.*)/.exec(line)
      if (said) errors.push(said[1])
    })
    const pass = (signal) => child.kill(signal)
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, pass)
    const end = (code) => {
      for (const signal of ['SIGINT', 'SIGTERM']) process.removeListener(signal, pass)
      resolve({ code, errors })
    }
    child.on('error', (error) => {
      errors.push(`code ${error.code === 'ENOENT' ? 'NO_NPM' : error.code}`)
      end(1)
    })
    child.on('close', end)
  })
}

/** What npm's error lines mean for the person who waits. */
export function explain(errors, root) {
  const code = errors.map((line) => /^code (\S+)/.exec(line)?.[1]).find(Boolean)
  const known = sentence(code, root)
  if (known) return known
  const reason = errors.find((line) => line && !/^(code|errno|syscall|path) |complete log/i.test(line))
  return `The packages could not be installed: ${(reason ?? code ?? 'npm was interrupted').replace(/[.\s]+$/, '')}. Run npm ci to see all that npm says.`
}

function sentence(code, root) {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ECONNREFUSED':
    case 'ECONNRESET':
    case 'ETIMEDOUT':
    case 'ERR_SOCKET_TIMEOUT':
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      return `The packages could not be fetched because the npm registry cannot be reached (${code}): check the network and npm's proxy and registry settings, then run the same command again.`
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk that holds ${root} is full: free about 700 MB, then run the same command again.`
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `The packages could not be installed because ${root} may not be written to: give your user the right to that folder, or clone WorkerNet into one of your own.`
    case 'EUSAGE':
      return 'The packages could not be installed because package.json and package-lock.json do not match: restore both (git checkout package.json package-lock.json), or run npm install if you changed them.'
    case 'EINTEGRITY':
      return 'A downloaded package is not the one package-lock.json expects: run npm cache clean --force, then the same command again.'
    case 'NO_NPM':
      return 'npm was not found: install Node 20 or newer together with npm, then run the same command again.'
    default:
      return undefined
  }
}
