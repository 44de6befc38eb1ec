import { parseArgs } from 'node:util'
import { PLATFORM_CHAIN } from '#kernel/server/audit/entry.ts'
import { verifyChain } from '#kernel/server/audit/verify.ts'
import type { Platform } from '#kernel/server/context.ts'
import { StartError } from '#kernel/server/machine/start-error.ts'
import type { Command } from './command.ts'
import { withPlatform } from './with-platform.ts'

export const command: Command = {
  usage: '[--tenant SLUG]',
  details: [
    '  --tenant SLUG     only this organisation; all of them, and the platform itself, when absent',
    '',
    'Ends with 0 when every chain is whole, with 1 when one is broken, and names its first broken entry.',
  ],
  async run(args) {
    const { values } = parseArgs({ args, options: { tenant: { type: 'string' } } })
    await withPlatform(async ({ running: { platform }, step }) => {
      const chains = await chainsOf(platform, values.tenant)
      let entries = 0
      let erased = 0
      const broken: string[] = []
      for (const { id, slug } of chains) {
        const verdict = await step(`Verifying ${slug}`, () => verifyChain(platform, id))
        entries += verdict.checked
        erased += verdict.erased
        const { broken: at } = verdict
        if (at) broken.push(`${slug}: broken at entry ${at.seq}${at.id ? ` (${at.id})` : ''}: ${REASONS[at.reason]}.`)
      }
      if (broken.length > 0) throw new StartError(broken.join('\n'))
      const figures = [entries, chains.length, erased].map((figure) => figure.toLocaleString('en'))
      console.log(
        `The audit is whole: ${figures[0]} entries in ${figures[1]} chains; details of ${figures[2]} are erased.`,
      )
    })
  },
}

const REASONS = {
  missing: 'an entry is missing',
  linked: 'it does not follow from the entry before',
  changed: 'it was changed',
  details_changed: 'its details were changed',
  details_missing: 'its details are missing',
  end_missing: 'the end of the chain is missing',
  end_forged: 'the end of the chain is not signed with this SECRET_KEY',
  shorter_than_noted: 'the chain is shorter than it was (was the database put back to an earlier state?)',
  rewritten: 'the chain was written anew',
} as const

type Chain = { id: string; slug: string }

async function chainsOf({ database }: Platform, slug: string | undefined): Promise<Chain[]> {
  const tenants = (await database.platform('read', (db) => {
    const rows = db.selectFrom('tenants').select(['id', 'slug']).orderBy('slug')
    return (slug === undefined ? rows : rows.where('slug', '=', slug)).execute()
  })) as Chain[]
  if (slug === undefined) return [{ id: PLATFORM_CHAIN, slug: 'the platform itself' }, ...tenants]
  if (tenants.length === 0) throw new StartError(`There is no organisation "${slug}".`)
  return tenants
}
