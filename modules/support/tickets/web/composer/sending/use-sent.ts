// After a reply: the page goes where its writer likes to be, and the reply can be taken back from there too.
import type { Out } from '#kernel/contract/index.ts'
import { toast, useAddress, useCall, useMe, usePreference, useT } from '#kernel/web/index.tsx'
import { type AfterSend, afterSend } from '../../../contract/composing/preferences.ts'
import { sendings } from '../../../contract/composing/sending.ts'
import { useRefusal } from '../../ticket/refusal.ts'
import { draftKey, saveDraft } from '../draft.ts'

type Sent = Out<typeof sendings.send>

export function useSent(onSent: ((where: AfterSend) => void) | undefined): (sent: Sent) => void {
  const t = useT()
  const me = useMe()
  const call = useCall()
  const { go } = useAddress()
  const onProblem = useRefusal()
  const { value } = usePreference(afterSend)

  const kept = (file: string) => ({ id: file, name: t('tickets.kept_file'), size: 0, type: '' })
  const takeBack = async ({ id, ticket, text, seen, attachments }: Sent) => {
    await call(sendings.cancel, { id: ticket, sending: id })
    const at = new Date().toISOString()
    const draft = { text, attachments: attachments.map(kept), seen, at, version: null, dirty: true, shared: false }
    saveDraft(localStorage, draftKey(me.user.id, ticket, 'reply'), draft)
    go(`/tickets/${ticket}`)
  }
  return (sent) => {
    if (value === 'stay' || !onSent) return
    onSent(value)
    if (sent.state !== 'waiting') return
    const ms = Math.min(Math.max(Date.parse(sent.send_at) - Date.now(), 5_000), 30_000)
    const run = () => void takeBack(sent).catch(onProblem)
    toast(t('tickets.reply_waits'), { ms, action: { label: t('tickets.take_back'), run } })
  }
}
