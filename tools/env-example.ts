// Writes .env.example from the configuration's schema; with --check it only says whether the file is up to date.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { groups, hintsOf, type Name } from '#kernel/server/config/variables.ts'

/** The whole text of .env.example. */
export function envExample(): string {
  const head = [
    '# Every setting of WorkerNet. None is needed: copy to .env what you want to change, without the leading "# ".',
    '# The environment wins over .env. A secret may also be read from a file: JWT_SECRET_FILE=/run/secrets/jwt',
    '# Made by tools/env-example.ts; do not edit.',
  ]
  const parts = Object.entries(groups).map(([title, variables]) => {
    const entries = Object.entries(variables).map(([name, schema]) => entry(name as Name, schema.safeParse(undefined)))
    return [`## ${title}`, ...entries].join('\n\n')
  })
  return `${[head.join('\n'), ...parts].join('\n\n')}\n`
}

function entry(name: Name, { data }: { data?: unknown }): string {
  const { about, alias, otherwise, written = String } = hintsOf(name)
  const notes = [about, alias && `Also read as ${alias}.`, otherwise && `Default: ${otherwise}.`]
  const value = Array.isArray(data) ? data.join(',') : data === undefined ? '' : written(data)
  return `# ${notes.filter(Boolean).join(' ')}\n# ${name}=${/[\s#]/.test(value) ? `"${value}"` : value}`
}

if (import.meta.main) {
  const file = path.join(import.meta.dirname, '../.env.example')
  if (!process.argv.includes('--check')) writeFileSync(file, envExample())
  else if (readText(file) !== envExample()) {
    console.error('.env.example is not that of the configuration: run node_modules/.bin/node tools/env-example.ts')
    process.exitCode = 1
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
