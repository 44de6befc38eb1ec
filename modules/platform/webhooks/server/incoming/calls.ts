// The log of what other systems told us.
import { conflict } from '#kernel/contract/index.ts'
import { find, findLocked } from '#kernel/server/crud.ts'
import { list } from '#kernel/server/list.ts'
import { implement } from '#kernel/server/module.ts'
import { IncomingCall, incomingCalls, MANAGE } from '../../contract.ts'
import { incomingCallFields, type IncomingCallRow, tables } from '../tables.ts'
import { handleCall } from './handle.ts'

export default implement(
  incomingCalls,
  { tables },
  {
    list: ({ db, actor }, input) => list(db, actor, IncomingCall, input, { permission: MANAGE, omit: ['body'] }),
    get: (context, { id }) => find(context, IncomingCall, id, MANAGE),

    async retry(context, { id }) {
      const { state } = await findLocked(context, IncomingCall, id, MANAGE)
      if (state === 'handled') throw conflict('incoming_call.handled')
      const row = (await context.db
        .updateTable('incoming_calls')
        .set({ state: 'received', reason: null, detail: null })
        .where('id', '=', id)
        .returning(incomingCallFields)
        .executeTakeFirstOrThrow()) as IncomingCallRow
      await context.enqueue(handleCall, { call: id })
      return row
    },
  },
)
