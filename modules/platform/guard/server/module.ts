import { component } from '#kernel/contract/index.ts'
import { hears, serverModule } from '#kernel/server/module.ts'
import { addressBlockChanged, addressBlocked, limitsChanged } from '../contract.ts'
import { actions, endingBlocks, keepBlocked } from './blocks.ts'
import limits from './limits.ts'

export default serverModule({
  name: 'platform/guard',
  component: component('guard', { version: '1.0.0', always: true }),
  actions: [...limits, ...actions],
  events: [limitsChanged, addressBlockChanged, addressBlocked],
  hears: [
    hears(limitsChanged, ({ limits: book }) => void book.refresh()),
    hears(addressBlockChanged, ({ blocks }) => void blocks.refresh()),
  ],
  jobs: [endingBlocks],
  onBlocked: keepBlocked,
})
