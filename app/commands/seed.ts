import { parseArgs } from 'node:util'
import { StartError } from '#kernel/server/machine/start-error.ts'
import { seedClients } from '#modules/sales/demo/server/seed-clients.ts'
import { seedDeals } from '#modules/sales/demo/server/seed-deals.ts'
import { seedLetters } from '#modules/sales/demo/server/seed-letters.ts'
import { seedTasks } from '#modules/sales/demo/server/seed-tasks.ts'
import { seedKept } from '#modules/sales/demo/server/kept/seed-kept.ts'
import { seedStory } from '#modules/sales/demo/server/story/seed-story.ts'
import { seedDemo } from '#modules/support/demo/server/seed.ts'
import { seedVolume, type Volume } from '#modules/support/demo/server/seed-volume.ts'
import { DEMO_PASSWORD } from '#modules/support/demo/server/seeding/desk-records.ts'
import { type Command, UsageError } from './command.ts'
import { withPlatform } from './with-platform.ts'

const MOST_TICKETS = 1_000_000
const MOST_TENANTS = 500
const VOLUME = { tickets: 20_000, users: 2_000 }

export const command: Command = {
  usage: '--demo | --volume | --tickets N  [--tenants N]  [--largest N]',
  details: [
    '  --demo        the organisations acme and globex with their people and tickets, where they are missing',
    '  --volume      2,000 people and 20,000 tickets in all',
    '  --tickets N   N tickets in all, up to 1,000,000, and one person for every ten tickets',
    '  --tenants N   spread over N organisations volume-001, volume-002, … instead of acme and globex',
    '  --largest N   N of the tickets for the first of these organisations; the others share the rest',
    '',
    'What is there counts: running it again adds nothing, and after Ctrl-C the same command goes on.',
    `Everybody signs in with the password ${DEMO_PASSWORD}: admin@acme.test, agent@volume-001.test and so on.`,
  ],
  async run(args) {
    const volume = volumeOf(args)
    await withPlatform(async ({ running, url, step, signal }) => {
      if (!volume) {
        await step('Seeding the demo', (report) => seedDemo(running, report))
        await seedClients(running)
        await seedDeals(running)
        await seedTasks(running)
        await seedLetters(running)
        await seedStory(running)
        await seedKept(running)
        return
      }
      const tickets = await seedVolume(volume, { running, url, step, signal })
      const count = tickets.toLocaleString('en')
      if (signal.aborted) throw new StartError(`Stopped with ${count} tickets: the same command goes on from there.`)
      console.log(`${count} tickets are there.`)
    })
  },
}

/** What is asked for; null for the demo alone. */
function volumeOf(args: string[]): Volume | null {
  const { values } = parseArgs({
    args,
    options: {
      demo: { type: 'boolean', default: false },
      volume: { type: 'boolean', default: false },
      tickets: { type: 'string' },
      tenants: { type: 'string' },
      largest: { type: 'string' },
    },
  })
  const { demo, volume } = values
  const chosen = [demo, volume, values.tickets !== undefined].filter(Boolean).length
  if (chosen !== 1) throw new UsageError('Say what to seed: one of --demo, --volume and --tickets N.')
  if (demo && values.tenants !== undefined) throw new UsageError('--tenants goes with --volume or --tickets N.')
  if (demo) return null
  const tenants = values.tenants === undefined ? {} : { tenants: whole('--tenants', values.tenants, MOST_TENANTS) }
  if (values.largest !== undefined && (values.tickets === undefined || (tenants.tenants ?? 1) < 2))
    throw new UsageError('--largest goes with --tickets N and --tenants of two or more.')
  if (volume) return { ...VOLUME, ...tenants }
  const tickets = whole('--tickets', values.tickets!, MOST_TICKETS)
  const largest = values.largest === undefined ? {} : { largest: whole('--largest', values.largest, tickets) }
  return { tickets, users: Math.ceil(tickets / 10), ...tenants, ...largest }
}

function whole(option: string, written: string, most: number): number {
  const value = /^\d{1,3}(,?\d{3})*$|^\d+$/.test(written) ? Number(written.replaceAll(',', '')) : 0
  if (value >= 1 && value <= most) return value
  throw new UsageError(`${option} is "${written}": give a whole number from 1 to ${most.toLocaleString('en')}.`)
}
