// Where one's own mailbox is connected: in one's profile, as long as there are letters.
import { SlotOutlet } from '#kernel/web/index.tsx'
import { ownMailboxSection } from '#modules/platform/mail/contract.ts'

export default function OwnMailbox() {
  return <SlotOutlet of={ownMailboxSection} />
}
