// The command line of WorkerNet: `npx workernet COMMAND`.
import { StartError } from '#kernel/server/machine/start-error.ts'
import { type Command, helpOf, overview } from './commands/command.ts'
import { configCommand } from './commands/config.ts'

const commands: readonly Command[] = [configCommand]

/** Runs one command; answers the exit code. A person's mistake is one sentence, anything else an error with its stack. */
async function run([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    const asked = commands.find((one) => one.name === args[0])
    console.log(asked ? helpOf(asked) : overview(commands))
    return 0
  }
  const command = commands.find((one) => one.name === name)
  if (!command) {
    console.error(`There is no command "${name}". ${overview(commands)}`)
    return 2
  }
  if (args.includes('--help') || args.includes('-h')) {
    console.log(helpOf(command))
    return 0
  }
  try {
    await command.run(args)
    return 0
  } catch (error) {
    if (error instanceof StartError) console.error(error.message)
    else if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
      console.error(`${error.message}\n\n${helpOf(command)}`)
      return 2
    } else console.error(error)
    return 1
  }
}

process.exitCode = await run(process.argv.slice(2))
