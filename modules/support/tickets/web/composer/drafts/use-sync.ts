// Keeps the draft here in step with the one on the server: the browser's copy comes first, the server's a moment later.
import { useCallback, useEffect, useRef, useState } from 'react'
import { Problem, type Row } from '#kernel/contract/index.ts'
import { useCall, useMe } from '#kernel/web/index.tsx'
import { type Draft as DraftEntity, drafts } from '../../../contract/composing/draft.ts'
import { READ_NOTES } from '../../../contract.ts'
import { type Draft, isEmpty, type Mode } from '../draft.ts'
import { stepOf } from './step.ts'

export type Stored = Row<typeof DraftEntity>
const SAVE_AFTER_MS = 2_000
/** Stands for the ticket of a draft that will open one. */
const NEW = 'new'

const contentOf = ({ text, attachments }: Pick<Draft, 'text' | 'attachments'>) =>
  JSON.stringify([text, attachments.map(({ id }) => id)])

type Local = {
  ticket: string
  mode: Mode
  draft: Draft
  /** Changes what is known of the draft without anybody writing. */
  replace: (to: (draft: Draft) => Partial<Draft>) => void
  /** The last message there is. */
  last: string | null
}

export function useSync({ ticket, mode, draft, replace, last }: Local) {
  const call = useCall()
  const me = useMe()
  // What has no ticket yet is kept in the browser alone.
  const enabled = ticket !== NEW && me.may(READ_NOTES) && me.may(drafts.save.can)
  const [items, setItems] = useState<readonly Stored[] | null>(null)
  const [asked, setAsked] = useState<Stored | null>(null)
  const latest = useRef(draft)
  const turn = useRef<Promise<unknown>>(Promise.resolve())
  useEffect(() => {
    latest.current = draft
  })

  const mine = items?.find((one) => one.author === me.user.id && one.mode === mode) ?? null
  const others = items?.filter((one) => one.author !== me.user.id && one.mode === mode) ?? []

  const put = useCallback(
    (row: Stored | null) =>
      setItems((before) => {
        const rest = (before ?? []).filter((one) => one.author !== me.user.id || one.mode !== mode)
        return row ? [...rest, row] : rest
      }),
    [mode, me.user.id],
  )
  /** One request after the other, so that no answer is older than what was said before it. */
  const inTurn = useCallback((work: () => Promise<void>) => {
    turn.current = turn.current.then(work).catch((error: unknown) => {
      // Without a line the browser's copy waits for the next change.
      if (!(error instanceof Problem)) throw error
    })
  }, [])

  const load = useCallback(() => {
    if (enabled) inTurn(async () => setItems((await call(drafts.list, { id: ticket })).items))
  }, [call, enabled, inTurn, ticket])
  // A message that came may be what a colleague's draft has become.
  useEffect(load, [load, last])

  const push = useCallback(() => {
    inTurn(async () => {
      const sent = latest.current
      if (isEmpty(sent)) return
      const { text, attachments, seen, shared, version } = sent
      try {
        const body = { text, attachments: [...attachments], seen, shared, based_on: version }
        const row = await call(drafts.save, { id: ticket, mode, ...body })
        replace((now) => ({ version: row.version, dirty: contentOf(now) !== contentOf(sent) || now.shared !== shared }))
        put(row)
      } catch (error) {
        if (!(error instanceof Problem) || error.code !== 'draft.newer') throw error
        load()
      }
    })
  }, [call, inTurn, load, mode, put, replace, ticket])

  const discard = useCallback(() => {
    if (!enabled) return
    inTurn(async () => {
      await call(drafts.discard, { id: ticket, mode })
      put(null)
    })
  }, [call, enabled, inTurn, mode, put, ticket])

  const adopt = useCallback(
    (row: Stored) => {
      const { text, attachments, seen, shared, version } = row
      replace(() => ({ text, attachments, seen, shared, version, dirty: false }))
      setAsked(null)
    },
    [replace],
  )

  const content = contentOf(draft)
  useEffect(() => {
    if (!items) return
    const here = { content, isEmpty: isEmpty(draft), version: draft.version, dirty: draft.dirty }
    const step = stepOf(here, mine && { content: contentOf(mine), version: mine.version })
    if (step === 'adopt') adopt(mine!) // oxlint-disable-line react/set-state-in-effect
    else if (step === 'match') replace(() => ({ version: mine!.version, dirty: false }))
    else if (step === 'forget')
      replace(() => ({ text: '', attachments: [], version: null, dirty: false, shared: false }))
    else if (step === 'ask') setAsked(mine)
    else if (step === 'push' || step === 'discard') {
      const timer = setTimeout(step === 'push' ? push : discard, SAVE_AFTER_MS)
      return () => clearTimeout(timer)
    }
    return undefined
  }, [content, draft.version, draft.dirty, draft.shared, items]) // oxlint-disable-line react/exhaustive-deps

  // Who leaves before the moment is over finds it on another device all the same.
  const leave = useRef(push)
  useEffect(() => {
    leave.current = push
  })
  useEffect(() => () => void (enabled && latest.current.dirty && leave.current()), [enabled])

  // Whoever comes back to this tab may have written in another one.
  useEffect(() => {
    const back = () => document.visibilityState === 'visible' && load()
    document.addEventListener('visibilitychange', back)
    return () => document.removeEventListener('visibilitychange', back)
  }, [load])

  /** The one here stays, and takes the other's place on the server. */
  const keepMine = (text = draft.text) => {
    replace(() => ({ text, version: asked!.version, dirty: true }))
    setAsked(null)
  }
  return { asked, others, adopt, keepMine, discard, load }
}
