import { freeWorker } from '#kernel/server/jobs.ts'
import { implement, serverModule } from '#kernel/server/module.ts'
import {
  inboundChanged,
  inboundRemoved,
  mail,
  mailReturned,
  mailboxChanged,
  mailReceived,
  outboundChanged,
} from '../contract.ts'
import addresses from './addresses/addresses.ts'
import inbound from './inbound/desk.ts'
import { attachment, settle, take } from './inbound/handing-over.ts'
import { smtpService } from './inbound/listener.ts'
import { readKeptMail } from './inbound/read.ts'
import { readMailJob } from './inbound/store.ts'
import { deliver } from './outbound/deliver.ts'
import mailboxes from './mailboxes/mailboxes.ts'
import { mailboxService } from './mailboxes/service.ts'
import { mailsSent, mailsTaken } from './metrics.ts'
import gone from './outbound/gone.ts'
import outbound from './outbound/desk.ts'
import { deliverJob, fates, send, states } from './outbound/send.ts'
import { tables, type ContentTables } from './tables.ts'
import { unfinishedJobs } from './unfinished.ts'

/** What hinders these jobs (a database that is away) passes; what does not is written on the mail itself. */
const RETRIES = 20

/** One server that answers slowly must not keep the others' mail waiting. */
const AT_ONCE = 4

const staff = { 'mail.read': 'team', 'mail.restore': 'all' } as const

export default serverModule({
  name: 'platform/mail',
  actions: [
    ...addresses,
    ...mailboxes,
    ...inbound,
    ...outbound,
    ...gone,
    ...implement(mail, { tables, extra: {} as ContentTables }, { take, attachment, settle, send, states, fates }),
  ],
  events: [mailReceived, inboundChanged, inboundRemoved, outboundChanged, mailReturned, mailboxChanged],
  jobs: [
    freeWorker(readMailJob, readKeptMail, { retries: RETRIES, atOnce: AT_ONCE }),
    freeWorker(deliverJob, deliver, { retries: RETRIES, atOnce: AT_ONCE }),
    ...unfinishedJobs,
  ],
  services: [smtpService, mailboxService],
  metrics: [mailsTaken, mailsSent],
  grants: {
    manager: { ...staff, 'mail.send': 'team', 'mail_addresses.read': 'all' },
    agent: staff,
  },
})
