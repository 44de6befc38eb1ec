import { component } from '#kernel/contract/index.ts'
import { find } from '#kernel/server/crud.ts'
import { implement, serverModule } from '#kernel/server/module.ts'
import * as contract from '../contract.ts'
import { clientBulk } from './bulk.ts'
import { convert, create, putBack, remove, restore, tag, update } from './clients.ts'
import * as people from './contacts.ts'
import { history } from './history.ts'
import { correspondents } from './identity/correspondents.ts'
import { duplicates } from './identity/duplicates.ts'
import { clientExport } from './files/exporting.ts'
import { exportFile, importFile } from './files/import-file.ts'
import { clientImport } from './files/importing.ts'
import { identify } from './identity/holders.ts'
import { listActions } from './lists.ts'
import { cards, listed, viewedClients } from './listing.ts'
import { merge, merges, preview, undo } from './merging/merge.ts'
import { askToFind, pairJobs, pairs, setDifferent } from './merging/pairs.ts'
import * as belonging from './segments/members.ts'
import * as kept from './segments/segments.ts'
import { type Mirrors, tables } from './tables.ts'

const { Client, clients, contactCards, contacts, identity } = contract
const { cards: peopleCards, ...peopleOf } = people
const extra = {} as Mirrors

const own = implement(
  clients,
  { tables, extra },
  {
    cards,
    history,
    list: listed,
    get: (context, { id }) => find(context, Client, id, 'clients.read'),
    create,
    replace: update,
    update,
    remove,
    restore,
    convert,
    tag,
    putBack,
    import: importFile,
    export: exportFile,
  },
)

export default serverModule({
  name: 'sales/clients',
  component: component('clients', { pictures: ['clients'], version: '1.0.0' }),
  actions: [
    ...own,
    ...implement(identity, { tables, extra }, { duplicates, identify, correspondents }),
    ...implement(contacts, { tables, extra }, peopleOf),
    ...implement(contactCards, { tables, extra }, { cards: peopleCards }),
    ...implement(
      contract.merging,
      { tables, extra },
      { pairs, find: askToFind, setDifferent, preview, merge, merges, undo },
    ),
    ...implement(
      contract.segments,
      { tables: [contract.Segment] },
      {
        ...kept,
        replace: kept.update,
        clients: belonging.members as never,
        counts: belonging.counts,
        preview: belonging.preview,
        ofClient: belonging.ofClient,
      },
    ),
    ...listActions,
  ],
  events: [
    contract.clientCreated,
    contract.clientChanged,
    contract.clientConverted,
    contract.clientRemoved,
    contract.clientRestored,
    contract.clientContactChanged,
    contract.clientsImported,
    contract.clientMerged,
    contract.clientNoted,
    contract.clientTasked,
    contract.segmentCreated,
    contract.segmentChanged,
    contract.segmentRemoved,
  ],
  viewed: [viewedClients],
  bulk: clientBulk,
  imports: [clientImport],
  exports: [clientExport],
  jobs: pairJobs,
  grants: contract.clientGrants,
})
