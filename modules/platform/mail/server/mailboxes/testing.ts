// A real IMAP server for tests: dovecot, unprivileged, in a folder and on ports of its own.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ImapFlow } from 'imapflow'
import { selfSigned } from '#kernel/server/testing/self-signed.ts'

export const hasDovecot = spawnSync('/usr/sbin/dovecot', ['--version']).status === 0
const NOBODY = 65_534

export type Dovecot = {
  port: number
  tlsPort: number
  cert: string
  /** A client of its own, signed in: to put mails in and to look. */
  client: (user: string) => Promise<ImapFlow>
  put: (user: string, ...raws: string[]) => Promise<void>
  /** The folder numbers its mails anew, as after a restored backup. */
  renumber: (user: string) => Promise<void>
  restart: () => Promise<void>
  stop: () => Promise<void>
}

/** Every user's password is `secret`. */
export async function startDovecot(ports: readonly [plain: number, tls: number]): Promise<Dovecot> {
  const [port, tlsPort] = ports
  const root = await mkdtemp(path.join(tmpdir(), 'dovecot-'))
  const asRoot = process.getuid?.() === 0
  const [uid, gid] = asRoot ? [NOBODY, NOBODY] : [process.getuid!(), process.getgid!()]
  const name = (flag: string) =>
    spawnSync('id', [flag, '-n', String(uid)])
      .stdout.toString()
      .trim()
  const { key, cert } = selfSigned()
  for (const [file, content] of [
    ['key.pem', key],
    ['cert.pem', cert],
    ['config', configOf(root, { port, tlsPort, user: name('-u'), group: name('-g'), uid, gid })],
  ] as const)
    await writeFile(path.join(root, file), content)
  await mkdir(path.join(root, 'mail'))
  await chmod(root, 0o755)
  if (asRoot) for (const entry of ['', ...(await readdir(root))]) await chown(path.join(root, entry), uid, gid)

  let child: ChildProcess
  async function start(): Promise<void> {
    const command = ['/usr/sbin/dovecot', '-F', '-c', path.join(root, 'config')]
    child = asRoot
      ? spawn('setpriv', [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...command], { stdio: 'inherit' })
      : spawn(command[0]!, command.slice(1), { stdio: 'inherit' })
    for (let tries = 0; !(await answers(port)); tries++) {
      if (tries > 100 || child.exitCode !== null) throw new Error(`dovecot does not listen; see ${root}/log`)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  async function halt(): Promise<void> {
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    await gone
  }
  async function client(user: string): Promise<ImapFlow> {
    const one = new ImapFlow({
      host: '127.0.0.1',
      port,
      secure: false,
      doSTARTTLS: false,
      auth: { user, pass: 'secret' },
      logger: false,
    })
    one.on('error', () => {})
    await one.connect()
    return one
  }
  await start()
  return {
    port,
    tlsPort,
    cert,
    client,
    async put(user, ...raws) {
      const one = await client(user)
      for (const raw of raws) await one.append('INBOX', raw.replaceAll(/\r?\n/g, '\r\n'))
      await one.logout()
    },
    async renumber(user) {
      await halt()
      const folder = path.join(root, 'mail', user)
      for (const file of await readdir(folder))
        if (file.startsWith('dovecot')) await rm(path.join(folder, file), { recursive: true })
      await start()
    },
    async restart() {
      await halt()
      await start()
    },
    async stop() {
      await halt()
      await rm(root, { recursive: true, force: true })
    },
  }
}

type Setting = { port: number; tlsPort: number; user: string; group: string; uid: number; gid: number }

const configOf = (root: string, { port, tlsPort, user, group, uid, gid }: Setting) => `
base_dir = ${root}/run
state_dir = ${root}/state
log_path = ${root}/log
listen = 127.0.0.1
protocols = imap
default_internal_user = ${user}
default_internal_group = ${group}
default_login_user = ${user}
first_valid_uid = ${uid}
last_valid_uid = ${uid}
disable_plaintext_auth = no
ssl = yes
ssl_cert = <${root}/cert.pem
ssl_key = <${root}/key.pem
mail_location = maildir:${root}/mail/%u
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${root}/mail/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
    ssl = yes
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = createConnection(port, '127.0.0.1')
    socket.on('connect', () => (socket.destroy(), resolve(true)))
    socket.on('error', () => resolve(false))
  })
