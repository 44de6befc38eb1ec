// What the handlers of tickets work on.
import type { Row } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import type { TablesOf } from '#kernel/server/module.ts'
import type { Generated } from 'kysely'
import type { CategoryTables } from './categorising/tables.ts'
import { Attachment, Comment, Participant, Ticket } from '../contract.ts'
import { Draft } from '../contract/composing/draft.ts'
import { Follower } from '../contract/composing/follower.ts'
import { Sending } from '../contract/composing/sending.ts'
import { ReadMark } from '../contract/conversation.ts'

export const tables = [Ticket, Comment, Attachment, Participant, ReadMark, Sending, Follower, Draft] as const

/** The mirror of the tags, for filtering. */
export type TagTable = { ticket_tags: { tenant_id: Generated<string>; tag: string; ticket: string } } & CategoryTables

/** What the mails that opened tickets held beside their words. */
export type OpeningTable = {
  ticket_openings: { tenant_id: Generated<string>; ticket: string; mail: string; quoted: string | null }
}

export type TicketContext = Context<TablesOf<typeof tables> & TagTable & OpeningTable>
export type TicketRow = Row<typeof Ticket>
export type CommentRow = Row<typeof Comment>
export type AttachmentRow = Row<typeof Attachment>
export type ParticipantRow = Row<typeof Participant>
export type SendingRow = Row<typeof Sending>
export type DraftRow = Row<typeof Draft>

/** Column lists with their types, for `returning` and `select`. */
export const ticketFields = Object.keys(Ticket.fields) as (keyof TicketRow)[]
export const commentFields = Object.keys(Comment.fields) as (keyof CommentRow)[]
export const attachmentFields = Object.keys(Attachment.fields) as (keyof AttachmentRow)[]
export const markFields = Object.keys(ReadMark.fields) as (keyof Row<typeof ReadMark>)[]
export const sendingFields = Object.keys(Sending.fields) as (keyof SendingRow)[]
export const draftFields = Object.keys(Draft.fields) as (keyof DraftRow)[]
export const participantFields = Object.keys(Participant.fields) as (keyof ParticipantRow)[]
