// A real clamd with one signature of its own, for tests.
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import path from 'node:path'

const PROGRAM = '/usr/sbin/clamd'
/** A reason to leave out what needs clamd; false when it is here. */
export const noClamd = existsSync(PROGRAM) ? false : 'clamd is missing: it comes with the package clamav-daemon'

/** The harmless text that every scanner knows as a virus; in two halves, so that none finds it in here. */
export const EICAR = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-', 'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''))

export type Scanner = { host: string; port: number; stop: () => Promise<void> }

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Starts clamd, which takes at most a megabyte, on a port of one's own. */
export async function startClamd(port: number): Promise<Scanner> {
  const folder = await mkdtemp(path.join(tmpdir(), 'workernet-clamd-'))
  await chmod(folder, 0o755)
  const md5 = createHash('md5').update(EICAR).digest('hex')
  await writeFile(path.join(folder, 'local.hdb'), `${md5}:${EICAR.length}:Test.Eicar\n`)
  const lines = [
    `TCPSocket ${port}`,
    'TCPAddr 127.0.0.1',
    `DatabaseDirectory ${folder}`,
    'Foreground yes',
    'StreamMaxLength 1M',
    'MaxThreads 2',
    'ConcurrentDatabaseReload no',
  ]
  const file = path.join(folder, 'clamd.conf')
  await writeFile(file, `${lines.join('\n')}\n`)
  const child = spawn(PROGRAM, ['--config-file', file], { stdio: 'ignore' })
  await listening(port, child)
  return {
    host: '127.0.0.1',
    port,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL')
        await once(child, 'exit')
      }
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200 && child.exitCode === null; tries++) {
    const socket = connect({ port, host: '127.0.0.1' })
    const open = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false)
    socket.destroy()
    if (open) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('clamd did not start')
}
