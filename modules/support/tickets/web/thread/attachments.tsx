// Files of a message: pictures as pictures, the rest by name and size.
import { Modal } from '@mantine/core'
import { IconDownload, IconFile } from '@tabler/icons-react'
import { useState } from 'react'
import type { Row } from '#kernel/contract/index.ts'
import { useDownload, useFileUrl, useFormat, useT } from '#kernel/web/index.tsx'
import { type Attachment, tickets } from '../../contract.ts'
import classes from './thread.module.css'

type Attached = Row<typeof Attachment>
// SVG is a document that may carry scripts: it is only ever downloaded.
const isPicture = ({ type }: Attached) => /^image\/(png|jpeg|gif|webp|avif)$/.test(type)

export function Attachments({ of }: { of: readonly Attached[] }) {
  const pictures = of.filter(isPicture)
  const others = of.filter((one) => !isPicture(one))
  return (
    <div className={classes['files']}>
      {pictures.map((one) => (
        <Picture key={one.id} of={one} />
      ))}
      {others.map((one) => (
        <FileLink key={one.id} of={one} />
      ))}
    </div>
  )
}

function FileLink({ of }: { of: Attached }) {
  const t = useT()
  const format = useFormat()
  const download = useDownload()
  const fetchIt = () => void download(tickets.attachment, { id: of.ticket, attachment: of.id }, of.name)
  return (
    <button
      type="button"
      className={classes['file']}
      title={t('tickets.download', { name: of.name })}
      onClick={fetchIt}
    >
      <IconFile size={18} stroke={1.5} aria-hidden />
      <bdi className={classes['fileName']}>{of.name}</bdi>
      <span className={classes['fileSize']}>{format.size(of.size)}</span>
      <IconDownload size={16} stroke={1.5} aria-hidden />
    </button>
  )
}

function Picture({ of }: { of: Attached }) {
  const t = useT()
  const format = useFormat()
  const [isOpen, setOpen] = useState(false)
  const url = useFileUrl(tickets.attachment, { id: of.ticket, attachment: of.id })
  return (
    <>
      <button
        type="button"
        className={classes['picture']}
        title={t('tickets.attachment_preview', { name: of.name })}
        onClick={() => setOpen(true)}
      >
        {url ? <img src={url} alt="" loading="lazy" /> : <span className={classes['pictureBlank']} />}
        <span className={classes['pictureName']}>
          <bdi>{of.name}</bdi> {format.size(of.size)}
        </span>
      </button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        size="auto"
        title={<bdi>{of.name}</bdi>}
        closeButtonProps={{ 'aria-label': t('tickets.close_preview') }}
      >
        {url && <img src={url} alt={of.name} className={classes['pictureWhole']} />}
        <FileLink of={of} />
      </Modal>
    </>
  )
}
