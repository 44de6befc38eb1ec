import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { StartError } from '#kernel/server/machine/start-error.ts'

export type Chosen = { password: string; generated: boolean }

/** What `--help` says of it. */
export const PASSWORD_HELP = [
  '  --password WORD   the password, 12 characters or more; other users of this machine may see it in the list of processes',
  '',
  'Without --password a terminal asks for one; left empty, or without a terminal, one is generated and printed once.',
]

/** The password as given, as typed twice at the terminal, or a generated one that is to be shown. */
export async function choosePassword(given: string | undefined): Promise<Chosen> {
  if (given !== undefined) return { password: given, generated: false }
  const typed = process.stdin.isTTY && process.stderr.isTTY ? await askTwice() : ''
  if (typed !== '') return { password: typed, generated: false }
  return { password: randomBytes(15).toString('base64url'), generated: true }
}

/** The last lines of a command that set a password. */
export const told = ({ password, generated }: Chosen): string =>
  generated ? `\nThe password is shown once:\n\n  ${password}\n` : ''

async function askTwice(): Promise<string> {
  const typed = await ask('Password (empty: one is generated): ')
  if (typed !== '' && typed !== (await ask('The same again: ')))
    throw new StartError('The two passwords differ: start again.')
  return typed
}

/** Asks without showing what is typed. */
async function ask(question: string): Promise<string> {
  process.stderr.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true })
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once('SIGINT', () => reject(new StartError('Stopped: nothing was changed.')))
      lines.once('close', () => reject(new StartError('Stopped: nothing was changed.')))
      lines.question('').then(resolve, reject)
    })
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}
