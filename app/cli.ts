// The command line of WorkerNet: `npx workernet COMMAND`.
import { StartError } from '#kernel/server/machine/start-error.ts'
import { helpOf, type Listed, overview, UsageError } from './commands/command.ts'

// Loaded when asked for: most of a command's time would otherwise go into reading what the others need.
const commands: readonly Listed[] = [
  {
    name: 'migrate',
    summary: 'Brings the tables of the database up to date; npm start does the same.',
    load: () => import('./commands/migrate.ts'),
  },
  {
    name: 'seed',
    summary: 'Fills the database with the demo, or with any number of believable tickets.',
    load: () => import('./commands/seed.ts'),
  },
  {
    name: 'create-superuser',
    summary: 'Makes a person who administers the platform itself: its organisations, and nothing inside them.',
    load: () => import('./commands/create-superuser.ts'),
  },
  {
    name: 'reset-password',
    summary: 'Gives a person a new password and signs them out everywhere.',
    load: () => import('./commands/reset-password.ts'),
  },
  {
    name: 'reindex',
    summary: 'Rebuilds search: reads every record anew and builds its indexes again, while people work.',
    load: () => import('./commands/reindex.ts'),
  },
  {
    name: 'verify-audit',
    summary: 'Proves that no entry of the audit was changed, taken out or cut off.',
    load: () => import('./commands/verify-audit.ts'),
  },
  {
    name: 'config',
    summary: 'Shows the configuration in effect and where each value comes from; secrets stay hidden.',
    load: () => import('./commands/config.ts'),
  },
]

/** Runs one command; answers the exit code. A person's mistake is one sentence, anything else an error with its stack. */
async function run([name, ...args]: string[]): Promise<number> {
  const asksHelp = name === undefined || name === 'help' || name === '--help' || name === '-h'
  const listed = commands.find((one) => one.name === (asksHelp ? args[0] : name))
  if (!listed && !asksHelp) {
    console.error(`There is no command "${name}". ${overview(commands)}`)
    return 2
  }
  if (!listed) {
    console.log(overview(commands))
    return 0
  }
  const { command } = await listed.load()
  const help = helpOf(listed, command)
  if (asksHelp || args.includes('--help') || args.includes('-h')) {
    console.log(help)
    return 0
  }
  try {
    await command.run(args)
    return 0
  } catch (error) {
    if (isAboutUsage(error)) {
      console.error(`${error.message}\n\n${help}`)
      return 2
    }
    console.error(error instanceof StartError ? error.message : error)
    return 1
  }
}

function isAboutUsage(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  return error instanceof UsageError || ('code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
}

process.exitCode = await run(process.argv.slice(2))
