import { component } from '#kernel/contract/index.ts'
import { crudHandlers, find } from '#kernel/server/crud.ts'
import { exportable } from '#kernel/server/imports/exportable.ts'
import { implement, serverModule } from '#kernel/server/module.ts'
import { exporting } from '#modules/platform/imports/contract.ts'
import * as contract from '../contract.ts'
import { board } from './board/board.ts'
import { dealBulk, putBack } from './bulk.ts'
import { create, remove, restore, tag, update } from './deals.ts'
import { dealFacts } from './facts.ts'
import { forecast } from './board/forecast.ts'
import { history } from './history.ts'
import { cards, exported, listed, viewedDeals } from './listing.ts'
import { lose, move, reopen, win } from './moving/move.ts'
import { stays } from './moving/stays.ts'
import { ruledDeals } from './ruling/ruled.ts'
import * as stageRules from './ruling/stage-actions.ts'
import { dealSteps } from './ruling/steps.ts'
import * as quotes from './quote/quotes.ts'
import { type Beside, tables } from './tables.ts'
import * as ways from './ways/pipelines.ts'
import * as stages from './ways/stages.ts'

const { Deal, deals, LossReason } = contract
const extra = {} as Beside

const own = implement(
  deals,
  { tables, extra },
  {
    cards,
    export: ({ call }, input) => call(exporting.open, { entity: Deal.name, input }),
    history,
    list: listed,
    get: (context, { id }) => find(context, Deal, id, 'deals.read'),
    create,
    replace: update,
    update,
    remove,
    restore,
    move,
    win,
    lose,
    reopen,
    tag,
    putBack,
    stays,
  },
)

export default serverModule({
  name: 'sales/deals',
  component: component('deals', {
    pictures: ['board', 'deal'],
    version: '1.0.0',
    needs: { clients: '^1.0.0' },
    settings: contract.DealSettings,
  }),
  actions: [
    ...own,
    ...implement(contract.board, { tables, extra }, { board, forecast }),
    ...implement(contract.quotes, { tables, extra }, quotes),
    ...implement(contract.pipelines, { tables, extra }, { ...ways, replace: ways.update }),
    ...implement(contract.pipelineStages, { tables, extra }, { ...stages, replace: stages.update }),
    ...implement(contract.stageActions, { tables, extra }, stageRules),
    ...implement(contract.lossReasons, { tables: [LossReason] }, crudHandlers(LossReason, 'pipelines')),
  ],
  events: [
    contract.dealCreated,
    contract.dealChanged,
    contract.dealMoved,
    contract.dealWon,
    contract.dealLost,
    contract.dealRemoved,
    contract.dealRestored,
    contract.dealNoted,
    contract.dealTasked,
    contract.pipelineChanged,
  ],
  viewed: [viewedDeals],
  bulk: dealBulk,
  exports: [
    exportable(Deal, deals.export, {
      clear: 'clients.export_personal',
      also: ['pipeline', 'stage', 'state', 'stage_since', 'won_at', 'lost_at', 'loss_reason', 'created_at'],
      page: exported,
    }),
  ],
  ruled: [ruledDeals],
  steps: dealSteps,
  facts: dealFacts,
  grants: contract.dealGrants,
})
