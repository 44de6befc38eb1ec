import { parseArgs } from 'node:util'
import { reindex } from '#kernel/server/database/reindex.ts'
import { rebuildVocabulary } from '#kernel/server/search/vocabulary.ts'
import { StartError } from '#kernel/server/machine/start-error.ts'
import type { Command } from './command.ts'
import { withPlatform } from './with-platform.ts'

export const command: Command = {
  usage: '',
  details: [
    'For when search finds what is not there, or not what is: after a crash of the disk, or a change of its rules.',
  ],
  async run(args) {
    parseArgs({ args, options: {} })
    await withPlatform(async ({ url, running, step, signal }) => {
      const stopped = () => new StartError('Stopped: search works as before; start again to rebuild it.')
      const { refreshed, indexes } = await reindex({ url, step, signal }).catch((error: unknown) => {
        throw signal.aborted ? stopped() : error
      })
      if (!signal.aborted) await rebuildVocabulary(running.platform, { step, signal })
      if (signal.aborted) throw stopped()
      console.log(`${refreshed.toLocaleString('en')} records were out of date; ${indexes} indexes are new.`)
    })
  },
}
