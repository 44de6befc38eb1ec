import { parseArgs } from 'node:util'
import type { Command } from './command.ts'
import { withPlatform } from './with-platform.ts'

export const command: Command = {
  usage: '',
  details: ['Prints each migration that was applied. Safe to run while WorkerNet runs, and to run twice.'],
  async run(args) {
    parseArgs({ args, options: {} })
    await withPlatform(async ({ migrated }) => {
      for (const name of migrated) console.log(name)
      console.log(migrated.length > 0 ? `${migrated.length} applied.` : 'The database is up to date.')
    })
  },
}
