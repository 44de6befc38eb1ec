// Files of a message: pictures as pictures, the rest by name and size, and what is known of their safety.
import { Loader } from '@mantine/core'
import { IconDownload, IconFile, IconShieldOff, IconShieldQuestion } from '@tabler/icons-react'
import { useState } from 'react'
import type { Row } from '#kernel/contract/index.ts'
import { toast, useCall, useFileUrl, useFormat, useT } from '#kernel/web/index.tsx'
import { links } from '#modules/platform/files/contract.ts'
import { type Attachment, tickets } from '../../../contract.ts'
import { Viewer } from './viewer.tsx'
import classes from '../thread.module.css'

export type Attached = Row<typeof Attachment>
type State = 'ready' | 'checking' | 'blocked' | 'unchecked'

/** Whether it may be opened yet, or ever. */
function stateOf({ scan, preview }: Attached): State {
  if (scan === 'infected') return 'blocked'
  if (scan === 'failed') return 'unchecked'
  return scan === 'waiting' || preview === 'waiting' ? 'checking' : 'ready'
}

export function Attachments({ of }: { of: readonly Attached[] }) {
  const [open, setOpen] = useState<string | null>(null)
  const pictures = of.filter((one) => one.preview === 'ready' && stateOf(one) === 'ready')
  const others = of.filter((one) => !pictures.includes(one))
  return (
    <div className={classes['files']}>
      {pictures.map((one) => (
        <Picture key={one.id} of={one} onOpen={() => setOpen(one.id)} />
      ))}
      {others.map((one) =>
        stateOf(one) === 'ready' ? <FileLink key={one.id} of={one} /> : <Held key={one.id} of={one} />,
      )}
      {open !== null && <Viewer pictures={pictures} shown={open} onShow={setOpen} onClose={() => setOpen(null)} />}
    </div>
  )
}

/** Lets the browser fetch the file by itself, with its own progress, however large it is. */
export function useSave() {
  const call = useCall()
  const t = useT()
  return async ({ ticket, id, name }: Attached) => {
    try {
      const { url } = await call(links.create, { path: `/api/tickets/${ticket}/attachments/${id}` })
      Object.assign(document.createElement('a'), { href: url, download: name }).click()
    } catch {
      toast(t('tickets.file.not_saved', { name }), { tone: 'problem' })
    }
  }
}

function FileLink({ of }: { of: Attached }) {
  const t = useT()
  const format = useFormat()
  const save = useSave()
  return (
    <button
      type="button"
      className={classes['file']}
      title={t('tickets.download', { name: of.name })}
      onClick={() => void save(of)}
    >
      <IconFile size={18} stroke={1.5} aria-hidden />
      <bdi className={classes['fileName']}>{of.name}</bdi>
      <span className={classes['fileSize']}>{format.size(of.size)}</span>
      {of.preview === 'failed' && <span className={classes['fileSize']}>{t('tickets.file.no_preview')}</span>}
      <Unscanned of={of} />
      <IconDownload size={16} stroke={1.5} aria-hidden />
    </button>
  )
}

/** Says that no scanner has seen a file. */
function Unscanned({ of }: { of: Attached }) {
  const t = useT()
  if (of.scan !== 'unscanned') return null
  return (
    <span className={classes['fileMark']} title={t('tickets.file.unscanned')}>
      <IconShieldQuestion size={16} stroke={1.5} aria-hidden />
      <span className="wn-hidden">{t('tickets.file.unscanned')}</span>
    </span>
  )
}

/** A file that may not be opened: not yet, or never. */
function Held({ of }: { of: Attached }) {
  const t = useT()
  const state = stateOf(of)
  return (
    <div className={classes['held']} data-state={state} role={state === 'checking' ? 'status' : undefined}>
      {state === 'checking' ? <Loader size={16} aria-hidden /> : <IconShieldOff size={18} stroke={1.5} aria-hidden />}
      <bdi className={classes['fileName']}>{of.name}</bdi>
      <span className={classes['heldWhy']}>{t(`tickets.file.${state}`)}</span>
    </div>
  )
}

function Picture({ of, onOpen }: { of: Attached; onOpen: () => void }) {
  const t = useT()
  const format = useFormat()
  const url = useFileUrl(tickets.attachment, { id: of.ticket, attachment: of.id, size: '320' })
  return (
    <button
      type="button"
      className={classes['picture']}
      title={t('tickets.attachment_preview', { name: of.name })}
      onClick={onOpen}
    >
      {url ? <img src={url} alt="" loading="lazy" /> : <span className={classes['pictureBlank']} />}
      <span className={classes['pictureName']}>
        <bdi>{of.name}</bdi> {format.size(of.size)} <Unscanned of={of} />
      </span>
    </button>
  )
}
