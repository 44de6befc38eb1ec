import { component } from '#kernel/contract/index.ts'
import { implement, serverModule } from '#kernel/server/module.ts'
import { recordDesk } from '#modules/platform/mail/contract.ts'
import * as contract from '../contract.ts'
import { take } from './arrival/take.ts'
import { followDelivery } from './delivery.ts'
import { about, addressees, file, get, place } from './letters.ts'
import { letterTells } from './notices.ts'
import { send } from './send.ts'
import { tables } from './tables.ts'

export default serverModule({
  name: 'sales/correspondence',
  component: component('correspondence', { version: '1.0.0', needs: { clients: '^1.0.0' } }),
  actions: [
    ...implement(contract.letters, { tables }, { about, addressees, place, get, send, file }),
    ...implement(recordDesk, { tables }, { take }),
  ],
  events: [contract.clientLettered, contract.dealLettered],
  on: [followDelivery],
  tells: letterTells,
  grants: contract.correspondenceGrants,
})
