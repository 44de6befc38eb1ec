import { parseArgs } from 'node:util'
import { describeConfig } from '#kernel/server/config.ts'
import type { Command } from './command.ts'

export const command: Command = {
  usage: '[--json]',
  details: ['  --json   one JSON object instead of a table', '', 'All variables are explained in .env.example.'],
  async run(args) {
    const { values } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } })
    const { variables, unknown } = describeConfig()
    if (values.json) {
      console.log(JSON.stringify(Object.fromEntries(variables.map(({ name, ...rest }) => [name, rest])), null, 2))
      return
    }
    const wide = (key: 'name' | 'value', most: number) =>
      Math.min(most, Math.max(...variables.map((one) => one[key].length)))
    const [first, second] = [wide('name', 40), wide('value', 60)]
    for (const { name, value, from } of variables)
      console.log(`${name.padEnd(first)}  ${value.padEnd(second)}  ${from}`)
    if (unknown.length > 0) console.log(`\nNothing reads these names in .env: ${unknown.join(', ')}.`)
  },
}
