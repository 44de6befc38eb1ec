/** One command of `npx workernet`. `run` reads its own arguments (node:util parseArgs) and fails with a StartError for people. */
export type Command = {
  /** After the name: `[--demo] EMAIL`. */
  usage: string
  /** Lines of `--help` after the usage: the options, an example. */
  details?: readonly string[]
  run(args: string[]): Promise<void>
}

/** A command as the overview shows it, in one line. */
export type Listed = { name: string; summary: string; load: () => Promise<{ command: Command }> }

/** A command line that says too little, too much or something else: answered with the command's help. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export function helpOf({ name, summary }: Listed, { usage, details = [] }: Command): string {
  return [
    `npx workernet ${name} ${usage}`.trimEnd(),
    '',
    summary,
    ...(details.length > 0 ? ['', ...details] : []),
  ].join('\n')
}

export function overview(commands: readonly Listed[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return ['Usage: npx workernet COMMAND', '', ...lines, '', 'npx workernet COMMAND --help tells more about one.'].join(
    '\n',
  )
}
