// What agents ask all day, as bytes: reading a ticket, a filtered list, a search, a new ticket.
import type { Asked } from './http-lanes.ts'
import type { Instance } from './instance.ts'

export const KINDS = ['get', 'list', 'search', 'create'] as const
export type Kind = (typeof KINDS)[number]

/** One request as method, path and body: what goes over the wire is made of it, and so are the bare statements. */
export type Sample = { agent: number; method: 'GET' | 'POST'; path: string; body?: object; status: number }

const STATUSES = ['open', 'new', 'in_progress', 'waiting', 'resolved', 'closed']
const PRIORITIES = ['low', 'medium', 'high', 'critical']

/** `count` different requests of a kind, spread over all tenants. */
export async function samplesOf(kind: Kind, instance: Instance, count: number): Promise<Sample[]> {
  const tickets = kind === 'get' || kind === 'search' ? await ticketsOf(instance) : []
  return Array.from({ length: count }, (_none, index): Sample => {
    const agent = index % instance.agents.length
    const round = Math.floor(index / instance.agents.length)
    const pick = <T>(from: readonly T[]) => from[(round * 7 + index) % from.length]!
    const get = (path: string): Sample => ({ agent, method: 'GET', path, status: 200 })
    if (kind === 'get') return get(`/api/tickets/${pick(tickets[agent]!).id}`)
    if (kind === 'list') return get(`/api/tickets?status=${pick(STATUSES)}&priority=${pick(PRIORITIES)}&limit=50`)
    if (kind === 'search')
      return get(`/api/tickets?q=${encodeURIComponent(wordsIn(pick(tickets[agent]!).title, round))}&limit=50`)
    return {
      agent,
      method: 'POST',
      path: '/api/tickets',
      status: 201,
      body: {
        title: `Касса ${index} не печатает чек`,
        description: `После обновления касса ${index % 90} перестала печатать чеки. Перезапуск не помог, на экране ошибка 0x${index.toString(16)}.`,
        priority: pick(PRIORITIES),
      },
    }
  })
}

type Ticket = { id: string; title: string }

async function ticketsOf({ url, agents }: Instance): Promise<Ticket[][]> {
  const found = []
  for (const { token } of agents) {
    const answer = await fetch(`${url}/api/tickets?limit=100&fields=id,title`, {
      headers: { authorization: `Bearer ${token}` },
    })
    found.push(((await answer.json()) as { items: Ticket[] }).items)
  }
  return found
}

/** What a person would type to find a ticket: a word of its title, every second time two, every third time unfinished. */
function wordsIn(title: string, round: number): string {
  const words = title.split(/[^\p{L}]+/u).filter((word) => word.length > 3)
  const first = words[round % words.length] ?? title
  if (round % 3 === 0) return first.slice(0, -1)
  return round % 2 === 0 ? `${first} ${words[(round + 1) % words.length] ?? ''}` : first
}

/** The requests as bytes, one after the other, over and over. */
export function cycle(samples: readonly Sample[], { host, port, agents }: Instance): () => Asked {
  const asked = samples.map(({ agent, method, path, body, status }): Asked => {
    const json = body && JSON.stringify(body)
    const content = json ? `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(json)}\r\n` : ''
    const head = `${method} ${path} HTTP/1.1\r\nhost: ${host}:${port}\r\nauthorization: Bearer ${agents[agent]!.token}\r\n`
    return { bytes: `${head}${content}\r\n${json ?? ''}`, status }
  })
  let turn = 0
  return () => asked[turn++ % asked.length]!
}
