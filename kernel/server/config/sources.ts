import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { readIfThere } from '../machine/data-folder.ts'
import { hintsOf, type Name, names } from './variables.ts'

/** A value as it was written, and where. */
export type Written = { value: string; from: string }

export type Sources = {
  written: Map<Name, Written>
  /** What is wrong with where values stand, one sentence each, by variable. */
  faults: Map<Name, string>
  /** Names in `.env` that nothing reads. */
  unknown: string[]
}

/**
 * Collects what was written for each variable: the process environment wins over `.env` in `cwd`; within one of them the
 * name wins over `NAME_FILE`, and that over the alias. An empty value counts as none. Tests (NODE_ENV=test) read no `.env`.
 */
export function readSources(env: NodeJS.ProcessEnv, cwd: string): Sources {
  const file = env['NODE_ENV'] === 'test' ? {} : parseEnv(readIfThere(join(cwd, '.env')) ?? '')
  const places = [
    { values: env, from: 'environment' },
    { values: file, from: '.env' },
  ]
  const written = new Map<Name, Written>()
  const faults = new Map<Name, string>()
  for (const name of names) {
    const { secret, alias } = hintsOf(name)
    for (const { values, from } of places) {
      if (written.has(name) || faults.has(name)) break
      const value = values[name] || (alias && values[alias])
      if (value) {
        written.set(name, { value, from: values[name] ? from : `${from}, ${alias}` })
        continue
      }
      const path = secret && values[`${name}_FILE`]
      if (!path) continue
      try {
        written.set(name, { value: readFileSync(path, 'utf8').trim(), from: path })
      } catch {
        faults.set(name, `${name}_FILE is "${path}", which cannot be read: name a file with the secret in it.`)
      }
    }
  }
  const known = new Set(names.flatMap((name) => [name, `${name}_FILE`, hintsOf(name).alias ?? name]))
  return { written, faults, unknown: Object.keys(file).filter((name) => !known.has(name)) }
}
