// Files beside a message being written: there, on their way with progress, or refused with a way on.
import { CloseButton, Progress, UnstyledButton } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import type { Problem } from '#kernel/contract/index.ts'
import { useFormat, useT, useTold } from '#kernel/web/index.tsx'
import type { useUploads } from './sending/attachments.ts'
import type { Attached } from './draft.ts'
import classes from './composer.module.css'

type Props = {
  attachments: readonly Attached[]
  uploads: ReturnType<typeof useUploads>
  onRemove: (id: string) => void
}

export function FileChips({ attachments, uploads, onRemove }: Props) {
  const t = useT()
  const format = useFormat()
  if (attachments.length === 0 && uploads.sending.length === 0) return null
  return (
    <ul className={classes['files']} aria-label={t('ticket.attachments')}>
      {attachments.map(({ id, name, size }) => (
        <li key={id} className={classes['chip']}>
          <IconPaperclip size={14} stroke={1.5} aria-hidden />
          <bdi className={classes['name']}>{name}</bdi>
          <span className={classes['quiet']}>{format.size(size)}</span>
          <CloseButton size="sm" aria-label={t('tickets.remove_file', { name })} onClick={() => onRemove(id)} />
        </li>
      ))}
      {uploads.sending.map((one) => {
        const { name } = one.file
        const percent = Math.round(one.share * 100)
        return (
          <li key={one.key} className={classes['chip']} data-problem={one.problem !== null}>
            <IconPaperclip size={14} stroke={1.5} aria-hidden />
            <span className={classes['name']}>
              {one.problem ? <Refused name={name} problem={one.problem} /> : <bdi>{name}</bdi>}
            </span>
            {!one.problem && (
              <Progress
                className={classes['progress']}
                value={percent}
                size="sm"
                aria-label={t('tickets.uploading', { name, percent })}
              />
            )}
            {one.isWaiting && (
              <span className={classes['quiet']} role="status">
                {t('tickets.upload_waits')}
              </span>
            )}
            {one.problem && mayHelp(one.problem) && (
              <UnstyledButton className={classes['again']} onClick={() => uploads.again(one)}>
                {t('tickets.upload_again')}
              </UnstyledButton>
            )}
            <CloseButton size="sm" aria-label={t('tickets.remove_file', { name })} onClick={() => uploads.drop(one)} />
          </li>
        )
      })}
    </ul>
  )
}

/** Sent again, the same file is refused again when it is refused for what it is. */
const mayHelp = ({ status }: Problem) => status === 0 || status >= 500 || status === 429 || status === 404

function Refused({ name, problem }: { name: string; problem: Problem }) {
  const t = useT()
  const { why } = useTold(problem)
  return (
    <span role="alert">
      {t('tickets.upload_failed', { name })}. {why}
    </span>
  )
}
