import { spawnSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemCode } from './start-error.ts'

/**
 * A word that stays the same while the process lives and differs for a later process with the same number;
 * undefined when there is no such process (a zombie counts as none). Linux reads it from /proc, other systems ask `ps`.
 */
export function processBirth(pid: number): string | undefined {
  if (process.platform === 'linux') {
    const stat = readProc(`/proc/${pid}/stat`)
    if (stat === undefined) return undefined
    // The name of the program, in brackets, may itself hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : `${bootId()}:${fields[19]}`
  }
  return askPs(pid, 'lstart')
}

/** The command line of a living process, words separated by spaces; undefined when it is gone. */
export function commandLine(pid: number): string | undefined {
  if (process.platform === 'linux') return readProc(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ')
  return askPs(pid, 'command')
}

/** The folder a process works in, where the system tells (Linux, own or root); undefined otherwise. */
export function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

/**
 * Sends each signal in turn and waits its milliseconds for the process to end; answers whether it is gone.
 * Throws EPERM when the process belongs to somebody else.
 */
export async function endProcess(pid: number, steps: readonly (readonly [NodeJS.Signals, number])[]): Promise<boolean> {
  const birth = processBirth(pid)
  if (birth === undefined) return true
  for (const [signal, patience] of steps) {
    try {
      process.kill(pid, signal)
    } catch (error) {
      if (systemCode(error) === 'ESRCH') return true
      throw error
    }
    const until = Date.now() + patience
    while (Date.now() < until) {
      if (processBirth(pid) !== birth) return true
      await sleep(20)
    }
  }
  return processBirth(pid) !== birth
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function bootId(): string {
  return readProc('/proc/sys/kernel/random/boot_id')?.trim() ?? ''
}

function askPs(pid: number, column: string): string | undefined {
  const { stdout } = spawnSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' })
  return stdout?.trim() || undefined
}
