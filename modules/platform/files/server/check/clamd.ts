// The scanner's protocol: INSTREAM of clamd(8). Chunks with their length in front, a chunk of none at the end.
import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'

export type Verdict = { state: 'clean' } | { state: 'infected'; name: string } | { state: 'failed'; reason: string }
export type Clamd = { host: string; port: number }

const CONNECT_MS = 5_000
/** Between any two signs of life; clamd itself gives up a file after two minutes. */
const SILENT_MS = 130_000
const LONGEST_ANSWER = 4_096

/**
 * Asks clamd about bytes. `failed` is what it cannot check (too large for it); throws when it cannot be asked: away,
 * silent, or answering something else.
 */
export async function scan(
  { host, port }: Clamd,
  bytes: AsyncIterable<Uint8Array>,
  { silentMs = SILENT_MS }: { silentMs?: number } = {},
): Promise<Verdict> {
  const { onread, answerOf } = hearing()
  const socket = connect({ host, port, onread })
  try {
    await opened(socket)
    hearBeforeEnding(socket)
    socket.setTimeout(silentMs, () => socket.destroy(new Error('clamd is silent')))
    const answered = answerOf(socket)
    // Refused halfway, clamd answers and hangs up: what it said counts, not that it would not hear the rest.
    const sent = send(socket, bytes, answered)
    return verdictOf(await Promise.race([answered, sent.then(() => answered)]))
  } finally {
    socket.destroy()
  }
}

function opened(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => socket.destroy(new Error('clamd does not answer')), CONNECT_MS)
    socket.once('error', reject)
    socket.once('connect', () => {
      clearTimeout(late)
      resolve()
    })
    socket.once('close', () => clearTimeout(late))
  })
}

/**
 * A write that finds the line closed ends the socket at once, and with it an answer that has come and was not read yet (clamd
 * answers, then hangs up, and nobody knows whether this process was on the processor in between). So the line is read once more
 * before an error ends it.
 */
function hearBeforeEnding(socket: Socket): void {
  const end = socket.destroy.bind(socket)
  socket.destroy = (error?: Error) => {
    if (!error) return end()
    // The second one comes after what was there to be read.
    void setImmediate()
      .then(() => setImmediate())
      .then(() => end(error))
    return socket
  }
}

/**
 * All that clamd says until NUL, or until it hangs up. Heard beside the socket's stream: a stream whose write has failed gives
 * out nothing more that was read.
 */
function hearing() {
  let text = ''
  let heard = () => {}
  const onread = {
    buffer: Buffer.alloc(LONGEST_ANSWER),
    callback(length: number, buffer: Uint8Array) {
      text += Buffer.from(buffer.buffer, buffer.byteOffset, length).toString('latin1')
      heard()
      return true
    },
  }
  const answerOf = (socket: Socket) =>
    new Promise<string>((resolve, reject) => {
      heard = () => {
        const end = text.indexOf('\0')
        if (end >= 0) resolve(text.slice(0, end))
        else if (text.length > LONGEST_ANSWER) reject(new Error('clamd answers without an end'))
      }
      socket.once('error', (error) => (text ? resolve(text) : reject(error)))
      socket.once('close', () => (text ? resolve(text) : reject(new Error('clamd hung up'))))
      socket.resume()
    })
  return { onread, answerOf }
}

async function send(socket: Socket, bytes: AsyncIterable<Uint8Array>, answered: Promise<string>): Promise<void> {
  let isOver = false
  const over = answered.then(
    () => void (isOver = true),
    () => void (isOver = true),
  )
  const write = async (chunk: Uint8Array) => {
    if (!isOver && !socket.write(chunk)) await Promise.race([once(socket, 'drain').catch(() => undefined), over])
  }
  await write(Buffer.from('zINSTREAM\0'))
  for await (const chunk of bytes) {
    // What it says meanwhile is heard before the next write finds the line closed.
    await setImmediate()
    if (isOver) return
    const length = Buffer.alloc(4)
    length.writeUInt32BE(chunk.length)
    await write(length)
    await write(chunk)
  }
  await write(Buffer.alloc(4))
}

function verdictOf(answer: string): Verdict {
  const said = answer.trim()
  if (said === 'stream: OK') return { state: 'clean' }
  const [, name] = /^stream: (.{1,200}) FOUND$/.exec(said) ?? []
  if (name) return { state: 'infected', name }
  if (/^INSTREAM size limit exceeded/.test(said)) return { state: 'failed', reason: said }
  throw new Error(`clamd said ${JSON.stringify(said.slice(0, 200))}`)
}
