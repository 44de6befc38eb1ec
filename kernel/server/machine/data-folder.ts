import { accessSync, constants, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { folderProblem, systemCode } from './start-error.ts'

/**
 * Makes sure that `folder` (absolute) exists and can be written to; throws a StartError otherwise.
 * A new folder can be passed through by others but not listed: PostgreSQL inside it may run as another user.
 * What is private in it has mode 0600 or 0700 of its own.
 */
export function prepareDataFolder(folder: string): void {
  try {
    mkdirSync(dirname(folder), { recursive: true })
    mkdirSync(folder, { recursive: true, mode: 0o711 })
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw folderProblem(error, folder)
  }
}

/** The text of `path`, or undefined when there is no such file. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Writes a secret so that only its owner reads it and a crash leaves either the old file or the whole new one. */
export function writePrivate(path: string, text: string): void {
  const draft = `${path}.${process.pid}.new`
  try {
    writeFileSync(draft, text, { mode: 0o600, flush: true })
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw folderProblem(error, dirname(path))
  }
}
