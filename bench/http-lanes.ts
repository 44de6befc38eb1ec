// A load generator that costs little: on two cores, an HTTP client of full size would be most of what is measured.
import { connect, type Socket } from 'node:net'
import { type Latencies, latencies } from './latencies.ts'

/** One request as it goes over the wire, with the status it must get. */
export type Asked = { bytes: string; status: number }

export type Told = {
  requests: number
  seconds: number
  latencies: Latencies
  /** Requests without an answer: a broken connection or one that did not answer in time. */
  lost: number
  /** Answers with another status than the one expected, by status. */
  unexpected: Record<number, number>
}

const PATIENCE_MS = 30_000

/** Sends requests over `lanes` connections, each as soon as the one before it is answered, for `seconds`. */
export async function load(
  { host, port }: { host: string; port: number },
  lanes: number,
  seconds: number,
  next: () => Asked,
): Promise<Told> {
  const times: number[] = []
  const unexpected: Record<number, number> = {}
  let lost = 0
  const begun = performance.now()
  const end = begun + seconds * 1_000

  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (performance.now() < end) {
        const lane = await openLane(host, port).catch(() => null)
        if (!lane) {
          lost++
          continue
        }
        try {
          while (performance.now() < end) {
            const asked = next()
            const sent = performance.now()
            const status = await lane.ask(asked.bytes)
            times.push(performance.now() - sent)
            if (status !== asked.status) unexpected[status] = (unexpected[status] ?? 0) + 1
          }
        } catch {
          lost++
        } finally {
          lane.close()
        }
      }
    }),
  )
  return {
    requests: times.length,
    seconds: (performance.now() - begun) / 1_000,
    latencies: latencies(times),
    lost,
    unexpected,
  }
}

type Lane = { ask(bytes: string): Promise<number>; close(): void }

/** One kept connection; answers must carry Content-Length, as all of ours do. */
async function openLane(host: string, port: number): Promise<Lane> {
  const socket = await new Promise<Socket>((resolve, reject) => {
    const opening = connect({ host, port, noDelay: true }, () => resolve(opening))
    opening.once('error', reject)
  })
  let waiting: { answer: (status: number) => void; fail: (error: Error) => void } | null = null
  let status = 0
  let head = ''
  let left = -1
  const fail = (error: Error) => {
    waiting?.fail(error)
    waiting = null
  }
  socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('no answer in time')))
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('connection closed')))
  socket.on('data', (chunk: Buffer) => {
    let from = 0
    if (left < 0) {
      head += chunk.toString('latin1')
      const end = head.indexOf('\r\n\r\n')
      if (end < 0) return
      status = Number(head.slice(9, 12))
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(head.slice(0, end))?.[1] ?? 0)
      from = chunk.length - (head.length - end - 4)
      left = length
      head = ''
    }
    left -= chunk.length - from
    if (left > 0) return
    left = -1
    waiting?.answer(status)
    waiting = null
  })
  return {
    ask: (bytes) =>
      new Promise((answer, failed) => {
        waiting = { answer, fail: failed }
        socket.write(bytes)
      }),
    close: () => socket.destroy(),
  }
}
