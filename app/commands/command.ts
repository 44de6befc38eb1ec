/** One command of `npx workernet`. `run` reads its own arguments (node:util parseArgs) and fails with a StartError for people. */
export type Command = {
  name: string
  /** One line for the overview. */
  summary: string
  /** After the name: `[--demo] EMAIL`. */
  usage: string
  /** Lines of `--help` after the usage: the options, an example. */
  details?: readonly string[]
  run(args: string[]): Promise<void>
}

export function helpOf({ name, usage, summary, details = [] }: Command): string {
  return [
    `npx workernet ${name} ${usage}`.trimEnd(),
    '',
    summary,
    ...(details.length > 0 ? ['', ...details] : []),
  ].join('\n')
}

export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return ['Usage: npx workernet COMMAND', '', ...lines, '', 'npx workernet COMMAND --help tells more about one.'].join(
    '\n',
  )
}
