import { component } from '#kernel/contract/index.ts'
import { implement, serverModule, tells } from '#kernel/server/module.ts'
import { ruleGrants, ruleNotice, rules, ruleTold } from '../contract.ts'
import { retry, stepWorker } from './firing/again.ts'
import { create, get, list, order, remove, revisions, update } from './keeping/rules.ts'
import { dryRun } from './looking/dry-run.ts'
import { offer } from './looking/offer.ts'
import { standing, trace } from './looking/trace.ts'
import { rotateSecret, secret } from './steps/secret.ts'
import { addNote, callWebhook, notify, sendMail, setField } from './steps/steps.ts'
import { sweepJob } from './sweep.ts'
import { type Beside, tables } from './tables.ts'
import { staysJob } from './waking/stays.ts'
import { ruleSubscriptions } from './waking/subscriptions.ts'

export default serverModule({
  name: 'platform/rules',
  component: component('rules', { version: '1.0.0', always: true }),
  actions: implement(
    rules,
    { tables, extra: {} as Beside },
    {
      offer,
      standing,
      trace,
      dryRun,
      revisions,
      secret,
      rotateSecret,
      list,
      get,
      create,
      replace: update,
      update,
      remove,
      order,
      retry,
    },
  ),
  events: [ruleTold],
  on: ruleSubscriptions,
  steps: [setField, addNote, notify, sendMail, callWebhook],
  tells: [
    tells(ruleNotice, async (_context, { to, rule, title, text, link }) => [
      { to, values: { rule: rule.name, title, text }, link },
    ]),
  ],
  jobs: [stepWorker, staysJob, sweepJob],
  grants: ruleGrants,
})
