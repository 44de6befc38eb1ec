// What a delivery to a live line costs: 500 lines of one organisation, all told of every change.
import { WebSocket } from 'ws'
import type { Instance } from './instance.ts'
import { type Latencies, latencies } from './latencies.ts'
import { cpuSeconds } from './machine.ts'

export type Deliveries = {
  changes: number
  deliveries: number
  missed: number
  latencies: Latencies
  cpuMicroseconds: number
}

/** Changes a ticket `changes` times, `pauseMs` apart; times run from sending a change to each line's hearing of it. */
export async function deliver(
  { url, agents, pids }: Instance,
  { lines, changes, pauseMs }: { lines: number; changes: number; pauseMs: number },
): Promise<Deliveries> {
  const { token } = agents[0]!
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const page = await fetch(`${url}/api/tickets?status=new&limit=1`, { headers })
  const { items } = (await page.json()) as { items: { id: string }[] }
  const ticket = `${url}/api/tickets/${items[0]!.id}`

  let sent = 0
  const times: number[] = []
  const hear = (message: Buffer) => {
    if (message.includes('"type":"event"')) times.push(performance.now() - sent)
  }
  const sockets = await Promise.all(Array.from({ length: lines }, () => openLine(url, token, hear)))
  const change = async (title: string) => {
    sent = performance.now()
    const answer = await fetch(ticket, { method: 'PATCH', headers, body: JSON.stringify({ title }) })
    if (!answer.ok) throw new Error(`a change was refused: ${answer.status} ${await answer.text()}`)
  }
  const heard = async (count: number) => {
    const patience = performance.now() + 5_000
    while (times.length < count && performance.now() < patience) await pause(5)
  }
  // The same work without anybody listening is taken off below.
  await change('Warm')
  await heard(lines)
  times.length = 0

  const before = cpuSeconds(pids.server)
  for (let turn = 1; turn <= changes; turn++) {
    await change(`Live ${turn}`)
    await heard(turn * lines)
    await pause(pauseMs)
  }
  const withLines = cpuSeconds(pids.server) - before
  for (const socket of sockets) socket.terminate()
  await pause(500)
  const quiet = cpuSeconds(pids.server)
  for (let turn = 1; turn <= changes; turn++) {
    await change(`Unheard ${turn}`)
    await pause(pauseMs)
  }
  const withoutLines = cpuSeconds(pids.server) - quiet
  return {
    changes,
    deliveries: times.length,
    missed: changes * lines - times.length,
    latencies: latencies(times),
    cpuMicroseconds: ((withLines - withoutLines) * 1e6) / times.length,
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** A live line of an agent that listens to all tickets; answers once it is listening. */
export function openLine(url: string, token: string, hear: (message: Buffer) => void): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/realtime`)
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('open', () => socket.send(JSON.stringify({ type: 'hello', token, channels: ['ticket'] })))
    socket.on('message', (message: Buffer) => {
      if (message.includes('"type":"welcome"')) resolve(socket)
      else hear(message)
    })
  })
}
