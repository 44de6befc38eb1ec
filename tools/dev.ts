// `npm run dev`: the server starts anew when one of its files changes, the page when one of its own does.
// The browser talks to Vite on PORT; Vite hands /api on to the server, which listens on the next port.
import { type ChildProcess, spawn } from 'node:child_process'
import { watch } from 'node:fs'
import path from 'node:path'
import { createServer } from 'vite'

const port = Number(process.env.PORT ?? 8000)
const serverPort = port + 1
const ofTheServer = /\.(ts|sql|json)$/
const notOfTheServer = /(^|[\\/])web[\\/]|web-modules\.ts$|\.test\.ts$/

let server: ChildProcess
let restarting: NodeJS.Timeout | undefined
let stopping = false

function startServer(): void {
  const env = { ...process.env, PORT: String(serverPort) }
  const started = spawn(process.execPath, [path.join('app', 'main.ts')], { env, stdio: 'inherit' })
  server = started
  started.once('exit', (code) => {
    if (started !== server || stopping) return
    console.log(`The server ended (${code ?? 'by a signal'}); it starts again when a file changes.`)
  })
}

/** Waits until a burst of changes is over, lets the old server finish, then starts the new one. */
function restartServer(file: string): void {
  clearTimeout(restarting)
  restarting = setTimeout(() => {
    console.log(`${file} changed, the server starts anew …`)
    const old = server
    if (old.exitCode !== null || old.signalCode !== null) return startServer()
    old.removeAllListeners('exit')
    old.once('exit', () => !stopping && startServer())
    old.kill('SIGTERM')
  }, 150)
}

async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  clearTimeout(restarting)
  const ended = server.exitCode === null && new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGTERM')
  await Promise.all([ended, vite.close()])
  process.exit(0)
}

startServer()
for (const folder of ['app', 'kernel', 'modules'])
  watch(folder, { recursive: true }, (_event, name) => {
    if (name && ofTheServer.test(name) && !notOfTheServer.test(name)) restartServer(path.join(folder, name))
  })

const proxy = { '/api': { target: `http://127.0.0.1:${serverPort}`, ws: true } }
const vite = await createServer({ server: { port, strictPort: true, host: '127.0.0.1', proxy } })
await vite.listen()
console.log(`Pages at http://127.0.0.1:${port}, the server behind them on ${serverPort}.`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
