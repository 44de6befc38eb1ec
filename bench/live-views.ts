// What views with live figures cost: agents of one organisation, each with a column of views, while tickets change.
import type { Instance } from './instance.ts'
import { cpuSeconds, family } from './machine.ts'
import { openLine } from './sockets.ts'

export type LiveViews = {
  /** CPU ms of the server, and of the database, for one agent's question for all figures. */
  askMs: { server: number; database: number }
  /** Shares of one core: with everybody listening, and with nobody. */
  listening: number
  alone: number
  changes: number
  /** Events that lines were told and should have been. */
  heard: number
  expected: number
}

const PRIORITIES = ['critical', 'high', 'medium', 'low'] as const
const STATUSES = ['new', 'in_progress', 'waiting', 'resolved', 'open'] as const
const CHANNELS = ['web', 'email'] as const

/** Views as people have them: by status, priority, channel, executor, tag; the figures of no two are the same. */
function setsOf(count: number): { key: string; filters: Record<string, unknown> }[] {
  const all = STATUSES.flatMap((status) =>
    PRIORITIES.flatMap((priority) => [
      { status, priority },
      ...CHANNELS.map((channel) => ({ status, priority, channel, assignee: 'none' })),
    ]),
  )
  const plain = [{ status: 'open', assignee: 'me' }, { status: 'open', assignee: 'none' }, { status: 'open' }, {}]
  return [...plain, ...all].slice(0, count).map((filters, index) => ({ key: `view${index}`, filters }))
}

/** `changes` status changes, `perSecond` of them a second, with `lines` agents listening and then with none. */
export async function watchViews(
  { url, agents, pids }: Instance,
  { lines, views, changes, perSecond }: { lines: number; views: number; changes: number; perSecond: number },
): Promise<LiveViews> {
  const { token } = agents[0]!
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const page = await fetch(`${url}/api/tickets?status=new,in_progress&limit=200`, { headers })
  const { items } = (await page.json()) as { items: { id: string; status: string }[] }

  let heard = 0
  const sockets = await Promise.all(
    Array.from({ length: lines }, () => openLine(url, token, (message) => void (heard += Number(isChange(message))))),
  )
  const ask = async () => {
    const body = JSON.stringify({ entity: 'ticket', sets: setsOf(views) })
    const answer = await fetch(`${url}/api/views/counts`, { method: 'POST', headers, body })
    if (!answer.ok) throw new Error(`figures were refused: ${answer.status} ${await answer.text()}`)
    await answer.arrayBuffer()
  }
  // Connections of the pool prepare each statement once; agents come one by one in the morning.
  for (let turn = 0; turn < 20; turn++) await ask()
  const database = () => family(pids.database).reduce((sum, pid) => sum + cpuSeconds(pid), 0)
  const [server, data] = [cpuSeconds(pids.server), database()]
  for (let turn = 0; turn < lines; turn++) await ask()
  const askMs = {
    server: ((cpuSeconds(pids.server) - server) * 1e3) / lines,
    database: ((database() - data) * 1e3) / lines,
  }

  const change = async (turn: number) => {
    const ticket = items[turn % items.length]!
    ticket.status = ticket.status === 'new' ? 'in_progress' : ticket.status === 'waiting' ? 'in_progress' : 'waiting'
    const body = JSON.stringify({ status: ticket.status })
    const answer = await fetch(`${url}/api/tickets/${ticket.id}/status`, { method: 'POST', headers, body })
    if (!answer.ok) throw new Error(`a change was refused: ${answer.status} ${await answer.text()}`)
    await answer.arrayBuffer()
  }
  /** CPU seconds of the server for each second of the clock. */
  const share = async () => {
    const [before, began] = [cpuSeconds(pids.server), performance.now()]
    for (let turn = 0; turn < changes; turn++) {
      const due = began + (turn * 1_000) / perSecond
      await pause(Math.max(0, due - performance.now()))
      await change(turn)
    }
    await pause(1_000)
    return (cpuSeconds(pids.server) - before) / ((performance.now() - began) / 1e3)
  }
  heard = 0
  const listening = await share()
  const told = heard
  for (const socket of sockets) socket.terminate()
  await pause(500)
  return { askMs, listening, alone: await share(), changes, heard: told, expected: changes * lines }
}

const isChange = (message: Buffer) => message.includes('"name":"ticket.changed"')
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
