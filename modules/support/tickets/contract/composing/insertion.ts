// Ready words that other modules offer to whoever writes, with what changes about the ticket beside them.
import { slot, type Row } from '#kernel/contract/index.ts'
import type { Status, Ticket } from '../../contract.ts'
import type { Beside } from './beside.ts'

export type Insertion = { name: string; text: string; status: Status | null; beside: Beside }
type Press = { key: string; ctrlKey: boolean; metaKey: boolean; preventDefault: () => void }
/** Whether a key was meant for the list. */
export type Hearing = (event: Press) => boolean
export type ComposerTexts = {
  /** The button that opens the list, or the list itself. */
  part: 'button' | 'list'
  ticket: Row<typeof Ticket>
  /** What was typed behind a slash or two colons; null while nothing is. */
  typed: string | null
  /** The list says how it hears the field's keys; it hears them first. */
  onKeys: (hear: Hearing | null) => void
  onOpen: () => void
  onClose: () => void
  onTake: (insertion: Insertion) => void
}
export const composerTexts = slot<ComposerTexts>('ticket.composer')
