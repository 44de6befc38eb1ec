import type { Socket } from 'node:net'
import type pg from 'pg'

const gathering = new WeakSet<Socket>()

/**
 * What is written to a connection in this turn of the event loop leaves at its end, in one system call: `begin` with the
 * first statement, and on a busy connection the commit of a read with the beginning of the next transaction.
 */
export function gather(client: pg.ClientBase): void {
  // pg's typings leave the connection out.
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  if (gathering.has(stream)) return
  gathering.add(stream)
  stream.cork()
  setImmediate(() => {
    gathering.delete(stream)
    stream.uncork()
  })
}
