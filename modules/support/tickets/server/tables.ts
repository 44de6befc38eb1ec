// What the handlers of tickets work on.
import type { Row } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import type { TablesOf } from '#kernel/server/module.ts'
import type { Generated } from 'kysely'
import { Attachment, Comment, Participant, Ticket } from '../contract.ts'

export const tables = [Ticket, Comment, Attachment, Participant] as const

/** The mirror of the tags, for filtering. */
export type TagTable = { ticket_tags: { tenant_id: Generated<string>; tag: string; ticket: string } }

export type TicketContext = Context<TablesOf<typeof tables> & TagTable>
export type TicketRow = Row<typeof Ticket>
export type CommentRow = Row<typeof Comment>
export type AttachmentRow = Row<typeof Attachment>
export type ParticipantRow = Row<typeof Participant>

/** Column lists with their types, for `returning` and `select`. */
export const ticketFields = Object.keys(Ticket.fields) as (keyof TicketRow)[]
export const commentFields = Object.keys(Comment.fields) as (keyof CommentRow)[]
export const attachmentFields = Object.keys(Attachment.fields) as (keyof AttachmentRow)[]
export const participantFields = Object.keys(Participant.fields) as (keyof ParticipantRow)[]
