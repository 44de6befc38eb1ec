// Ready words that other modules offer to whoever writes, with what changes about the ticket beside them.
import { slot, type Row } from '#kernel/contract/index.ts'
import type { Status, Ticket } from '../../contract.ts'
import type { Beside } from './beside.ts'

export type Insertion = { name: string; text: string; status: Status | null; beside: Beside }
type Press = { key: string; ctrlKey: boolean; metaKey: boolean; preventDefault: () => void }
export type ComposerTexts = {
  /** The button that opens the list, or the list itself. */
  part: 'button' | 'list'
  ticket: Row<typeof Ticket>
  /** What was typed behind a slash or two colons; null while nothing is. */
  typed: string | null
  /** The list hears the field's keys by this first; true: the key was meant for it. */
  keys: { current: ((event: Press) => boolean) | null }
  onOpen: () => void
  onClose: () => void
  onTake: (insertion: Insertion) => void
}
export const composerTexts = slot<ComposerTexts>('ticket.composer')
