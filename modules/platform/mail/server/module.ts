import { component } from '#kernel/contract/index.ts'
import { freeWorker, round } from '#kernel/server/jobs.ts'
import { implement, serverModule } from '#kernel/server/module.ts'
import { inboundChanged, inboundRemoved, mail, mailReturned, mailboxChanged, outboundChanged } from '../contract.ts'
import { MailSettings } from '../contract/settings.ts'
import addresses from './addresses/addresses.ts'
import inbound from './inbound/desk.ts'
import { smtpService } from './inbound/listener.ts'
import { deskSwitched, intakeRound, readMailJob, takeInOne, takeInWaiting } from './intake/read.ts'
import { deliver } from './outbound/deliver.ts'
import mailboxes from './mailboxes/mailboxes.ts'
import { mailboxService } from './mailboxes/service.ts'
import ownMailboxes, { ownMailbox, stopOwnMailbox } from './own-mailboxes/own-mailboxes.ts'
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
  component: component('mail', { pictures: ['mailboxes'], version: '1.1.0', always: true, settings: MailSettings }),
  actions: [
    ...addresses,
    ...mailboxes,
    ...ownMailboxes,
    ...inbound,
    ...outbound,
    ...gone,
    ...implement(mail, { tables, extra: {} as ContentTables }, { send, states, fates, ownMailbox, stopOwnMailbox }),
  ],
  events: [inboundChanged, inboundRemoved, outboundChanged, mailReturned, mailboxChanged],
  jobs: [
    round(intakeRound, takeInWaiting, { retries: RETRIES, atOnce: AT_ONCE }),
    freeWorker(readMailJob, takeInOne, { retries: RETRIES }),
    freeWorker(deliverJob, deliver, { retries: RETRIES, atOnce: AT_ONCE }),
    ...unfinishedJobs,
  ],
  on: [deskSwitched],
  services: [smtpService, mailboxService],
  metrics: [mailsTaken, mailsSent],
  grants: {
    manager: { ...staff, 'mail.send': 'team', 'mail_addresses.read': 'all' },
    agent: staff,
  },
})
