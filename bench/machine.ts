// What processes cost, read from /proc: CPU time and memory. Elsewhere than on Linux these figures are missing.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'

/** Ticks of /proc per second: fixed in the interface of the kernel. */
const TICKS = 100

const read = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '')

/** The fields of /proc/PID/stat after the command's name: 0 is the state, 1 the parent. */
const stat = (pid: number): string[] => read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? []

/** CPU seconds a process has used so far, its ended children included. */
export function cpuSeconds(pid: number): number {
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = stat(pid).slice(11, 15).map(Number)
  return (user + system + childUser + childSystem) / TICKS
}

/** CPU seconds of the server and of PostgreSQL with all its processes. */
export const cost = (pids: { server: number; database: number }) => ({
  server: cpuSeconds(pids.server),
  database: family(pids.database).reduce((sum, pid) => sum + cpuSeconds(pid), 0),
})

/** A process and all below it. */
export function family(pid: number): number[] {
  const parents = globSync('/proc/[0-9]*').map((folder) => {
    const own = Number(folder.slice(6))
    return [own, Number(stat(own)[1])] as const
  })
  const members = [pid]
  for (const one of members) members.push(...parents.filter(([, parent]) => parent === one).map(([own]) => own))
  return members
}

/** Resident memory in megabytes. */
export const memoryMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1_024

/** Processor and load, for the head of the report. */
export const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, load ${read('/proc/loadavg').split(' ').slice(0, 3).join(' ') || 'unknown'}`
