// A Redis of a test's own: a child on a free port, killed with the test.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** Why a test that needs Redis is skipped; false when it need not be. */
export function redisMissing(): string | false {
  const found = spawnSync('redis-server', ['--version']).status === 0
  return found ? false : 'redis-server is missing (Debian package redis-server)'
}

/** Starts one that keeps nothing on disk; `restart` brings it back empty at the same port. */
export async function startRedis(port?: number) {
  const where = port ?? (await freePort())
  const run = async () => {
    const child = spawn('redis-server', ['--port', String(where), '--bind', '127.0.0.1', '--save', ''], {
      stdio: 'ignore',
    })
    await listening(where, child)
    return child
  }
  let child = await run()
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
  return {
    url: `redis://127.0.0.1:${where}/0`,
    kill: end,
    stop: end,
    async restart() {
      child = await run()
    },
    /** It still holds its connections, but answers nobody. */
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
  }
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const socket = connect(port, '127.0.0.1')
    const [answered] = await Promise.race([
      once(socket, 'connect').then(() => [true]),
      once(socket, 'error').then(() => [false]),
    ]).catch(() => [false])
    socket.destroy()
    if (answered) return
    await sleep(20)
  }
  throw new Error(`redis-server did not start on port ${port}`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
