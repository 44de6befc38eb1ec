import { component } from '#kernel/contract/index.ts'
import { implement, serverModule } from '#kernel/server/module.ts'
import { personDesk, recordDesk } from '#modules/platform/mail/contract.ts'
import { timelineBeside } from '#modules/platform/timeline/contract.ts'
import * as contract from '../contract.ts'
import { take } from './arrival/take.ts'
import { followDelivery } from './delivery.ts'
import { about, addressees, file, get, mailBeside, place } from './letters.ts'
import { letterTells } from './notices.ts'
import { stopForWhoLeft } from './own/left.ts'
import { takeOwn, wanted } from './own/take.ts'
import { send } from './send.ts'
import { tables } from './tables.ts'
import templates from './templates/templates.ts'

export default serverModule({
  name: 'sales/correspondence',
  component: component('correspondence', { version: '1.0.0', needs: { clients: '^1.0.0' } }),
  actions: [
    ...implement(contract.letters, { tables }, { about, addressees, place, get, send, file }),
    ...implement(recordDesk, { tables }, { take }),
    ...implement(personDesk, { tables }, { wanted, take: takeOwn }),
    ...implement(timelineBeside, { tables }, { mail: mailBeside }),
    ...templates,
  ],
  events: [contract.clientLettered, contract.dealLettered],
  on: [followDelivery, stopForWhoLeft],
  tells: letterTells,
  grants: contract.correspondenceGrants,
})
