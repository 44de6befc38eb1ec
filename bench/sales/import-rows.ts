// How fast a file becomes clients: tried, then written, and what it costs beside the time.
import type { Instance } from '../instance.ts'
import { signIn } from '../../e2e/caller.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import { cost, memoryMb } from '../machine.ts'

type Cpu = { server: number; database: number }
/** `cpuMs` of one row, what the platform spends by itself in the same time among it; `aloneMs` without that. */
type Phase = { rowsPerSecond: number; cpuMs: Cpu; aloneMs: Cpu }
export type Imported = {
  rows: number
  tried: Phase
  written: Phase
  counts: Record<string, number>
  /** The most that the server held above what it held before, in MB. */
  memoryGrowth: number
}
type Run = { id: string; state: string; counts: Record<string, number>; reason: string | null }

const PATIENCE_MS = 900_000
const LOOK_EVERY_MS = 250
/** How long the platform is watched doing nothing. */
const IDLE_MS = 8_000
/** Each of so many rows repeats the address of one above. */
const REPEATED = 10

/** Imports `rows` clients into one organisation, a tenth of them twice in the file. */
export async function importRows(instance: Instance, rows: number): Promise<Imported> {
  const { token } = await signIn(instance.url, `admin@${instance.agents[0]!.slug}.test`)
  const ask = async (method: string, path: string, body?: string): Promise<Run> => {
    const answer = await fetch(`${instance.url}/api/imports${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'text/csv' }) },
      ...(body === undefined ? {} : { body }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as Run
  }
  const { id } = await ask('POST', '?entity=client&name=clients.csv', fileOf(rows))
  const before = memoryMb(instance.pids.server)
  let most = before
  await sleep(IDLE_MS / 4)
  const rested = cost(instance.pids)
  await sleep(IDLE_MS)
  const idle = cost(instance.pids)
  const phase = async (verb: 'check' | 'run', until: string): Promise<Phase & { counts: Run['counts'] }> => {
    const spent = cost(instance.pids)
    const begun = performance.now()
    await ask('POST', `/${id}/${verb}`, undefined)
    for (;;) {
      await sleep(LOOK_EVERY_MS)
      most = Math.max(most, memoryMb(instance.pids.server))
      const run = await ask('GET', `/${id}`)
      const seconds = (performance.now() - begun) / 1_000
      if (run.state === 'failed' || seconds * 1_000 > PATIENCE_MS) throw new Error(`${verb}: ${JSON.stringify(run)}`)
      if (run.state !== until) continue
      const now = cost(instance.pids)
      const each = (part: keyof Cpu) => ((now[part] - spent[part]) * 1_000) / rows
      const alone = (part: keyof Cpu) => each(part) - ((idle[part] - rested[part]) * seconds * 1e6) / IDLE_MS / rows
      return {
        rowsPerSecond: rows / seconds,
        cpuMs: { server: each('server'), database: each('database') },
        aloneMs: { server: alone('server'), database: alone('database') },
        counts: run.counts,
      }
    }
  }
  const tried = await phase('check', 'checked')
  const { counts, ...written } = await phase('run', 'done')
  return { rows, tried, written, counts, memoryGrowth: most - before }
}

function fileOf(rows: number): string {
  const lines = ['Имя;Эл. почта;Телефон;ИНН;Метки;Адрес;Примечание']
  const stamp = Date.now() % 1_000_000
  for (let at = 0; at < rows; at++) {
    const who = at % REPEATED === REPEATED - 1 ? at - 5 : at
    const number = String(who).padStart(7, '0')
    lines.push(
      [
        `Клиент Каримов ${at}`,
        `buyer${stamp}.${who}@example.org`,
        `+99890${number}`,
        `3${String(stamp).padStart(6, '0')}${number}`,
        at % 3 === 0 ? 'опт, Ташкент' : '',
        `Ташкент, улица Навои, дом ${at % 300}`,
        at % 4 === 0 ? 'Просил перезвонить после обеда и прислать цены' : '',
      ].join(';'),
    )
  }
  return lines.join('\r\n')
}
