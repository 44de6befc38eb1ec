// Writing a letter from the page of its record.
import { Button, CloseButton, FileButton, Loader, Select, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { IconPaperclip } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { Entity } from '#kernel/contract/index.ts'
import { ProblemAlert, useAction, useCommand, useFormat, useKeptChoice, useMe, useT } from '#kernel/web/index.tsx'
import { letters, MOST_CC, MOST_TEXT, MOST_TO, type SubjectKind } from '../../contract.ts'
import { letterTemplates } from '../../contract/template.ts'
import classes from '../letters.module.css'
import { ChooseTemplate } from '../templates/choose.tsx'
import { refreshLetters } from '../use-letters.ts'
import { addressesIn, answerTo, type Filling, isAddress, newLetter } from './draft.ts'
import { type Attached, useFiles } from './use-files.ts'

type Props = { entity: Entity; id: string; answers: string | null; onDone: () => void }
type Sender = 'organisation' | 'own'
/** What the writer changed of what was filled in, and for the answer to which letter. */
type Own = Partial<Filling> & { answers: string | null }

export default function Writer({ entity: { name }, id, answers, onDone }: Props) {
  const t = useT()
  const cache = useQueryClient()
  const { may } = useMe()
  const of = { entity: name as SubjectKind, record: id }
  const { data: known } = useAction(letters.addressees, of)
  const { data: answered } = useAction(letters.get, { id: answers ?? id }, { enabled: answers !== null })
  const [own, setOwn] = useState<Own>({ answers: null })
  const [text, setText] = useState('')
  const [withCc, setWithCc] = useState(false)
  const files = useFiles()
  const [wished, wish] = useKeptChoice<Sender>('letters.sender', 'organisation')
  const sender = known?.own ? wished : 'organisation'
  const area = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (answers !== null) area.current?.focus()
  }, [answers])
  const { run, isPending, problem } = useCommand(letters.send, {
    onDone: () => {
      setText('')
      setOwn({ answers: null })
      setWithCc(false)
      files.clear()
      refreshLetters(cache)
      onDone()
    },
  })

  const filled = answers !== null && answered ? answerTo(answered) : newLetter(known?.items ?? [], known?.subject ?? '')
  const mine = own.answers === answers ? own : { answers }
  const { to, cc, subject } = { ...filled, ...mine }
  const change = (values: Partial<Filling>) => setOwn({ ...mine, ...values })
  const wrong = [...to, ...cc].filter((address) => !isAddress(address))
  const isOnWay = files.attached.some((one) => one.id === null)
  const isReady = to.length > 0 && wrong.length === 0 && subject.trim() !== '' && text.trim() !== '' && !isOnWay
  const person = (address: string) => ({
    name: known?.items.find((one) => one.address === address)?.name ?? '',
    address,
  })
  const send = () => {
    if (!isReady || isPending) return
    const ids = files.attached.flatMap((one) => one.id ?? [])
    void run({ ...of, to: to.map(person), cc: cc.map(person), subject, text, files: ids, answers, sender })
  }
  const addresses = (field: 'to' | 'cc') => ({
    size: 'sm' as const,
    label: t(`letters.${field}`),
    data: known?.items.map(({ address }) => address) ?? [],
    value: [...(field === 'to' ? to : cc)],
    onChange: (next: string[]) => change({ [field]: addressesIn(next) }),
    splitChars: [',', ';', ' '],
    acceptValueOnBlur: true,
    maxTags: field === 'to' ? MOST_TO : MOST_CC,
    error: (field === 'to' ? to : cc).some((one) => wrong.includes(one)) && t('letters.no_address'),
    'data-field': field,
  })
  return (
    <form
      className={classes['writer']}
      aria-label={t('letters.write')}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {known?.own && (
        <Select
          size="sm"
          label={t('letters.sender')}
          allowDeselect={false}
          value={sender}
          onChange={(next) => wish(next as Sender)}
          data={[
            { value: 'organisation', label: t('letters.sender_organisation') },
            { value: 'own', label: known.own },
          ]}
        />
      )}
      <TagsInput {...addresses('to')} />
      {withCc || cc.length > 0 ? (
        <TagsInput {...addresses('cc')} />
      ) : (
        <div>
          <Button variant="subtle" size="compact-xs" onClick={() => setWithCc(true)}>
            {t('letters.add_cc')}
          </Button>
        </div>
      )}
      <TextInput
        size="sm"
        label={t('letters.subject')}
        value={subject}
        maxLength={500}
        onChange={(event) => change({ subject: event.currentTarget.value })}
      />
      <Textarea
        ref={area}
        autosize
        minRows={4}
        maxRows={20}
        maxLength={MOST_TEXT}
        aria-label={t('letters.text')}
        placeholder={t('letters.text')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && send()}
      />
      <FileList attached={files.attached} onDrop={files.drop} />
      <ProblemAlert problem={files.problem ?? problem} />
      <div className={classes['foot']}>
        <Button type="submit" size="sm" loading={isPending} disabled={!isReady}>
          {t('letters.send')}
        </Button>
        <FileButton multiple onChange={files.add}>
          {(props) => (
            <Button {...props} size="sm" variant="default" leftSection={<IconPaperclip size={16} stroke={1.5} />}>
              {t('letters.attach')}
            </Button>
          )}
        </FileButton>
        {may(letterTemplates.list.can) && (
          <ChooseTemplate
            of={of}
            to={to[0]}
            onTake={(words) => {
              // An answer stays under the subject of what it answers; nothing that was written is lost.
              if (words.subject !== '' && answers === null) change({ subject: words.subject })
              setText((before) => (before.trim() === '' ? words.text : `${before.trimEnd()}\n\n${words.text}`))
              area.current?.focus()
            }}
          />
        )}
        <span className={classes['hint']}>{t(sender === 'own' ? 'letters.hint_own' : 'letters.hint')}</span>
      </div>
    </form>
  )
}

function FileList({ attached, onDrop }: { attached: readonly Attached[]; onDrop: (key: string) => void }) {
  const t = useT()
  const format = useFormat()
  if (attached.length === 0) return null
  return (
    <ul className={classes['files']} aria-label={t('letter.files')}>
      {attached.map(({ key, name, size, id }) => (
        <li key={key}>
          {id === null ? <Loader size={14} /> : <IconPaperclip size={14} stroke={1.5} aria-hidden="true" />}
          <bdi>{name}</bdi>
          <span className="wn-quiet">{format.size(size)}</span>
          <CloseButton size="sm" aria-label={t('letters.remove_file', { name })} onClick={() => onDrop(key)} />
        </li>
      ))}
    </ul>
  )
}
