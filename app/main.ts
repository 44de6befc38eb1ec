// `npm start`: configuration, database, interface, demo, server. Every long step is visible.
import { loadConfig } from '#kernel/server/config.ts'
import { sharePostgres } from '#kernel/server/database/embedded/share.ts'
import { checkServer } from '#kernel/server/database/outside.ts'
import { addDocs } from '#kernel/server/http/docs/docs.ts'
import { addPages } from '#kernel/server/http/pages.ts'
import { openLog } from '#kernel/server/log.ts'
import { openLogFiles } from '#kernel/server/logs/files.ts'
import { StartError } from '#kernel/server/machine/start-error.ts'
import { openPlatform } from '#kernel/server/platform.ts'
import { alone } from '#kernel/server/shared/alone.ts'
import { authenticate } from '#modules/platform/identity/server/sessions.ts'
import { seedClients } from '#modules/sales/demo/server/seed-clients.ts'
import { seedDeals } from '#modules/sales/demo/server/seed-deals.ts'
import { seedLetters } from '#modules/sales/demo/server/seed-letters.ts'
import { seedTasks } from '#modules/sales/demo/server/seed-tasks.ts'
import { seedKept } from '#modules/sales/demo/server/kept/seed-kept.ts'
import { seedStory } from '#modules/sales/demo/server/story/seed-story.ts'
import { isEmpty, seedDemo } from '#modules/support/demo/server/seed.ts'
import { openJobsPort } from './boot/jobs-port.ts'
import { watchParent } from './boot/parent.ts'
import { checkPort, portProblem } from './boot/port.ts'
import { showProgress } from './boot/progress.ts'
import { buildWebApart, isWebBuilt, WEB_FOLDER } from './boot/web-client.ts'
import { serverModules } from './server-modules.ts'
import { welcome } from './boot/welcome.ts'

type Closing = () => Promise<unknown>

const closing: Closing[] = []
let ending: Promise<void> | null = null

/** Stops in the reverse order of starting; a second signal does not wait. */
function end(code: number): Promise<void> {
  ending ??= (async () => {
    for (const close of closing.toReversed()) await close()
    process.exit(code)
  })()
  return ending
}

async function start(): Promise<void> {
  const begun = performance.now()
  const config = loadConfig()
  const files = openLogFiles(config.log)
  const log = openLog(config.log.level, files)
  if (files) closing.push(() => Promise.all([files.all.close(), files.errors.close()]).then(() => undefined))
  const { step, line } = showProgress(process.stderr, { quietMs: 200 })
  if (config.roles.includes('web')) await checkPort(config.port, config.host)

  if (config.roles.includes('web') && !isWebBuilt()) await step('Building the interface', buildWebApart)

  const url = config.database.url ?? (await embedded())
  if (config.database.url) await checkServer(url)
  const running = await step('Preparing the tables', (report) =>
    openPlatform({ config, log, url, modules: serverModules, report }),
  )
  closing.push(running.stop)

  if (config.demo)
    await alone(url, 'demo', async () => {
      if (await isEmpty(running)) {
        await step('Writing the demo', (report) => seedDemo(running, report))
        await seedClients(running)
        await seedDeals(running)
        await seedTasks(running)
        await seedLetters(running)
        await seedStory(running)
        await seedKept(running)
      }
    })

  const app = config.roles.includes('web') ? await running.edge(authenticate) : null
  if (app && config.api.docs)
    await addDocs(app, {
      actions: running.actions,
      entities: running.entities,
      texts: running.platform.texts,
      events: running.platform.publicEvents,
    })
  if (app) await addPages(app, { folder: WEB_FOLDER })
  const addresses = await running.start(config.roles)
  if (app) {
    await app.listen({ port: config.port, host: config.host }).catch(async (error: unknown) => {
      throw await portProblem(error, config.port, config.host)
    })
    closing.push(() => app.close())
    const { jobsPort } = config
    if (jobsPort !== undefined) {
      const second = await openJobsPort(app, jobsPort, config.host).catch(async (error: unknown) => {
        throw await portProblem(error, jobsPort, config.host, 'JOBS_PORT')
      })
      closing.push(async () => {
        second.close()
        second.closeIdleConnections()
      })
    }
  }
  line(welcome(config, { demo: config.demo, addresses, seconds: (performance.now() - begun) / 1_000 }))

  async function embedded(): Promise<string> {
    const postgres = await sharePostgres({
      dataDir: config.dataDir,
      step,
      log: (text) => log.debug({ postgres: text }, 'postgres'),
      onEvent: (event) => {
        log.warn(event, 'embedded PostgreSQL')
        if (event.kind === 'moved') void end(1)
      },
    })
    if (postgres.keeper) line(`Joining the database that process ${postgres.keeper} keeps in ${config.dataDir}.`)
    closing.push(postgres.stop)
    return postgres.url
  }
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => (ending ? process.exit(1) : void end(0)))
}
watchParent(() => void end(0))

try {
  await start()
} catch (error) {
  if (error instanceof StartError) console.error(`\n${error.message}\n`)
  else console.error(error)
  await end(1)
}
