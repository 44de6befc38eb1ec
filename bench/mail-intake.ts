// How fast mail is taken: accepted (stored, so that it cannot be lost) and turned into tickets.
import { createTransport } from 'nodemailer'
import pg from 'pg'
import type { Instance } from './instance.ts'
import { cost } from './machine.ts'

export type Intake = {
  mails: number
  acceptedPerSecond: number
  ticketsPerSecond: number
  cpuMs: { server: number; database: number }
}

const CONNECTIONS = 10
const PATIENCE_MS = 120_000

/** Sends `mails` different mails to the organisations' support addresses. */
export async function takeMail({ smtpPort, database, agents, pids }: Instance, mails: number): Promise<Intake> {
  const transport = createTransport({
    host: '127.0.0.1',
    port: smtpPort,
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: Infinity,
    ignoreTLS: true,
  })
  const client = new pg.Client(database)
  await client.connect()
  // By the last numbers of all tenants: counting the tickets themselves would be a good part of what is measured.
  const tickets = async () =>
    Number((await client.query(`select sum(value) as count from counters where series = 'ticket'`)).rows[0].count)
  const already = await tickets()
  const before = cost(pids)
  const begun = performance.now()
  const stamp = Date.now()
  await Promise.all(
    Array.from({ length: mails }, (_none, index) =>
      transport.sendMail({
        from: `Customer ${index} <customer-${stamp}-${index}@example.org>`,
        to: `support@${agents[index % agents.length]!.slug}.test`,
        subject: `Касса ${index} не печатает`,
        text: `Здравствуйте! После обновления касса ${index} не печатает чеки.\n\nС уважением, магазин ${index}`,
      }),
    ),
  )
  const accepted = (performance.now() - begun) / 1_000
  const end = performance.now() + PATIENCE_MS
  while ((await tickets()) < already + mails && performance.now() < end)
    await new Promise((resolve) => setTimeout(resolve, 200))
  const opened = (await tickets()) - already
  const seconds = (performance.now() - begun) / 1_000
  const after = cost(pids)
  const each = (part: 'server' | 'database') => ((after[part] - before[part]) * 1_000) / mails
  const cpuMs = { server: each('server'), database: each('database') }
  transport.close()
  await client.end()
  if (opened < mails) throw new Error(`${mails} mails were accepted, ${opened} became tickets`)
  return { mails, acceptedPerSecond: mails / accepted, ticketsPerSecond: mails / seconds, cpuMs }
}
