import { component } from '#kernel/contract/index.ts'
import { find } from '#kernel/server/crud.ts'
import { exportable } from '#kernel/server/imports/exportable.ts'
import { implement, serverModule } from '#kernel/server/module.ts'
import { exporting } from '#modules/platform/imports/contract.ts'
import * as contract from '../contract.ts'
import { conversation, markChanged } from '../contract/conversation.ts'
import { attachment, attachments, attachmentSubscriptions } from './conversation/attachments.ts'
import { closingJobs } from './auto-close.ts'
import { puttingBackActions, ticketBulk } from './bulk.ts'
import { comment, comments } from './conversation/comments.ts'
import { find as findMessages } from './conversation/find.ts'
import { letter, raw } from './conversation/letters.ts'
import { mark, see, unread } from './conversation/marks.ts'
import { opening } from './conversation/opening.ts'
import { create } from './create.ts'
import { ticketEscalated, ticketTransferred } from '../contract/handing-on.ts'
import { categorisingActions, categorisingJobs, suggestionSubscriptions } from './categorising/actions.ts'
import { handingOnActions } from './handing-on/actions.ts'
import { tagActions, tagJobs } from './tags/keep-tags.ts'
import { assign, close, move, remove, reopen, restore, tag, update } from './edit.ts'
import { counts, exported, groups, listed, viewedTickets } from './listing.ts'
import { tables, type OpeningTable, type TagTable } from './tables.ts'
import { takingMail } from '../contract/taking-mail.ts'
import mailDesk from './mail/arrival.ts'
import { takeMail } from './mail/chosen.ts'
import { ticketTells } from './notices.ts'
import { addParticipant, participants, removeParticipant } from './mail/participants.ts'
import { ticketFollowed } from '../contract/composing/follower.ts'
import { ruledTickets } from './ruling/ruled.ts'
import { ticketSteps } from './ruling/steps.ts'
import { afterSend, undoSeconds } from '../contract/composing/preferences.ts'
import { ticketRecipientsChanged, ticketSendingChanged } from '../contract/composing/sending.ts'
import drafts from './drafts/drafts.ts'
import followers from './followers/followers.ts'
import { sendingJobs } from './sending/leave.ts'
import sendings from './sending/send.ts'
import { ticketGroups } from '../contract/groups.ts'
import { TicketSettings } from '../contract/settings.ts'
import { ticketSnoozed, ticketWoken } from '../contract/moving/snooze.ts'
import { snoozingActions, snoozingJobs } from './moving/snooze.ts'
import { timeline } from './timeline.ts'

const { Ticket, tickets, ticketGrants, ticketCreated, ticketChanged, ticketCommented, ticketRemoved } = contract
const extra = {} as TagTable & OpeningTable

const own = implement(
  tickets,
  { tables, extra },
  {
    export: ({ call }, input) => call(exporting.open, { entity: Ticket.name, input }),
    list: listed,
    get: (context, { id }) => find(context, Ticket, id, 'tickets.read'),
    create,
    replace: update,
    update,
    remove,
    restore,
    assign,
    close,
    reopen,
    move,
    tag,
    comment,
    comments,
    attachments,
    attachment,
    participants,
    addParticipant,
    removeParticipant,
    timeline,
    counts,
  },
)

const reading = implement(
  conversation,
  { tables, extra },
  { opening, mark, see, unread, find: findMessages, letter, raw },
)

const grouping = implement(ticketGroups, { tables, extra }, { list: groups })

const taking = implement(takingMail, { tables, extra }, { takeMail })

export default serverModule({
  name: 'support/tickets',
  component: component('tickets', {
    pictures: ['workspace', 'workspace-dark', 'portal'],
    version: '1.0.0',
    settings: TicketSettings,
    needs: { categories: '^1.0.0', 'erp-modules': '^1.0.0' },
  }),
  actions: [
    ...own,
    ...reading,
    ...grouping,
    ...taking,
    ...mailDesk,
    ...handingOnActions,
    ...categorisingActions,
    ...tagActions,
    ...sendings,
    ...followers,
    ...drafts,
    ...puttingBackActions,
    ...snoozingActions,
  ],
  events: [
    ticketCreated,
    ticketChanged,
    ticketCommented,
    ticketRemoved,
    contract.ticketRestored,
    contract.ticketAttachmentChanged,
    markChanged,
    ticketTransferred,
    ticketEscalated,
    ticketSendingChanged,
    ticketRecipientsChanged,
    ticketFollowed,
    ticketSnoozed,
    contract.ticketTasked,
    ticketWoken,
  ],
  preferences: [undoSeconds, afterSend],
  on: [...attachmentSubscriptions, ...suggestionSubscriptions],
  tells: ticketTells,
  viewed: [viewedTickets],
  bulk: ticketBulk,
  exports: [
    exportable(Ticket, tickets.export, {
      clear: contract.EXPORT_PEOPLE,
      also: ['number', 'organisation', 'channel', 'created_at', 'last_reply_at', 'resolved_at', 'closed_at'],
      page: exported,
    }),
  ],
  ruled: [ruledTickets],
  steps: ticketSteps,
  jobs: [...closingJobs, ...sendingJobs, ...categorisingJobs, ...tagJobs, ...snoozingJobs],
  grants: ticketGrants,
})
