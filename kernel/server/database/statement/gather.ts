import type { Socket } from 'node:net'
import type pg from 'pg'

const gathering = new WeakMap<Socket, (() => void) | undefined>()

/**
 * What is written to a connection in this turn of the event loop leaves at its end, in one system call: `begin` with the
 * first statement, and on a busy connection the commit of a read with the beginning of the next transaction. `atEnd` writes what
 * was held back until then.
 */
export function gather(client: pg.ClientBase, atEnd?: () => void): void {
  // pg's typings leave the connection out.
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  const isGathering = gathering.has(stream)
  gathering.set(stream, atEnd)
  if (isGathering) return
  stream.cork()
  setImmediate(() => {
    gathering.get(stream)?.()
    gathering.delete(stream)
    stream.uncork()
  })
}
