import { createServer } from 'node:net'
import { StartError, systemCode } from '#kernel/server/machine/start-error.ts'

/**
 * Tries whether a server can listen on `port` of `host`; throws a StartError that names the port, a free one beside it and the
 * command to use that. `variable` is the one that sets the port. Another program may still take it afterwards: hand the error
 * of the real `listen` to `portProblem`.
 */
export async function checkPort(port: number, host: string, variable = 'PORT'): Promise<void> {
  const error = await tryPort(port, host)
  if (error) throw await portProblem(error, port, host, variable)
}

/** What a failed `listen` means for the person who starts WorkerNet; an error of another kind comes back as it was. */
export async function portProblem(error: unknown, port: number, host: string, variable = 'PORT'): Promise<unknown> {
  switch (systemCode(error)) {
    case 'EADDRINUSE': {
      const free = await freePort(port + 1, host)
      return new StartError(
        `Port ${port} is in use by another program: stop that one, or start WorkerNet on another port: ${variable}=${free ?? port + 1} npm start.`,
        { cause: error },
      )
    }
    case 'EACCES':
      return new StartError(
        `Your user may not listen on port ${port}: choose one above 1023, for example ${variable}=8000 npm start.`,
        { cause: error },
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EINVAL':
      return new StartError(
        `This machine has no address ${host} to listen on: set it to one it has, or to 0.0.0.0 for all of them.`,
        { cause: error },
      )
    default:
      return error
  }
}

/** The first port from `from` on, of twenty, that can be listened on; undefined when there is none. */
export async function freePort(from: number, host: string): Promise<number | undefined> {
  for (let port = from; port < Math.min(from + 20, 65_536); port++) if (!(await tryPort(port, host))) return port
  return undefined
}

function tryPort(port: number, host: string): Promise<Error | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', resolve)
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}
