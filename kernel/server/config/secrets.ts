import { randomBytes } from 'node:crypto'
import { linkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { prepareDataFolder, readIfThere, writePrivate } from '../machine/data-folder.ts'
import { StartError, systemCode } from '../machine/start-error.ts'

const SAMPLE = /your-|-here|change-?me|example|sample|placeholder|password|secret-?key|^secret|qwerty|123456|workernet/i

/** Why a secret is too weak for production, as the end of a sentence; undefined when it is good. */
export function weakness(secret: string): string | undefined {
  if (secret.length < 32) return `has ${secret.length} characters`
  if (SAMPLE.test(secret)) return 'is a sample or easily guessed'
  if (new Set(secret).size < 10) return 'repeats a few characters'
  return undefined
}

export const secretsFile = (dataDir: string) => join(dataDir, 'secrets.json')

/** The generated secrets kept in `dataDir`; none when nothing was generated yet. */
export function keptSecrets(dataDir: string): Record<string, string> {
  const file = secretsFile(dataDir)
  try {
    return JSON.parse(readIfThere(file) ?? '{}') as Record<string, string>
  } catch (error) {
    if (systemCode(error) === 'ENOTDIR') return {}
    const denied = systemCode(error) === 'EACCES'
    throw new StartError(
      denied
        ? `WorkerNet may not read ${file}: start it as the user who owns that file.`
        : `${file} is damaged: put back a copy of it. Without one, delete it and people sign in again, but stored secrets are lost.`,
      { cause: error },
    )
  }
}

/** Generates those of `names` that are missing and keeps them in `dataDir` (mode 0600); answers all that are kept. */
export function keepSecrets(dataDir: string, names: readonly string[]): Record<string, string> {
  const kept = keptSecrets(dataDir)
  const missing = names.filter((name) => !kept[name])
  if (missing.length === 0) return kept
  prepareDataFolder(dataDir)
  const all = { ...kept, ...Object.fromEntries(missing.map((name) => [name, randomBytes(32).toString('base64url')])) }
  const file = secretsFile(dataDir)
  const text = `${JSON.stringify(all, null, 2)}\n`
  if (Object.keys(kept).length > 0) {
    writePrivate(file, text)
    return all
  }
  // Of two first starts at once one makes the file and both use it.
  const draft = `${file}.${process.pid}.first`
  writePrivate(draft, text)
  try {
    linkSync(draft, file)
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error
    return keepSecrets(dataDir, names)
  } finally {
    rmSync(draft, { force: true })
  }
  return all
}
