// The words of each kind, channel and language; with places that the platform fills.
import { Button, Select, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { NoticeChannel, Out } from '#kernel/contract/index.ts'
import {
  LANGUAGES,
  type Language,
  ProblemAlert,
  RowsSkeleton,
  toast,
  useAction,
  useCommand,
  useLanguage,
  useT,
} from '#kernel/web/index.tsx'
import { noticeTemplates } from '../../contract.ts'
import classes from './settings.module.css'

type Template = Out<typeof noticeTemplates.update>

export function Templates() {
  const t = useT()
  const { language: own } = useLanguage()
  const [language, setLanguage] = useState<Language>(own)
  const [kind, setKind] = useState<string | null>(null)
  const [channel, setChannel] = useState<NoticeChannel>('in_app')
  const { data, error, refetch } = useAction(noticeTemplates.list, { language })
  const items = data?.items ?? []
  const kinds = [...new Set(items.map((one) => one.kind))]
  const chosen = kind ?? kinds[0]
  const offered = items.filter((one) => one.kind === chosen)
  const template = offered.find((one) => one.channel === channel) ?? offered[0]
  return (
    <>
      <ProblemAlert problem={error} onRetry={() => void refetch()} />
      {!data && !error && <RowsSkeleton height={44} />}
      {template && (
        <>
          <div className={classes['choice']}>
            <Select
              label={t('notice.kind')}
              allowDeselect={false}
              value={chosen!}
              data={kinds.map((value) => ({ value, label: t(`notify.${value}.name`) }))}
              onChange={setKind}
            />
            <Select
              label={t('language_label')}
              allowDeselect={false}
              value={language}
              data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
              onChange={(value) => setLanguage(value as Language)}
            />
          </div>
          <SegmentedControl
            aria-label={t('notifications.channel')}
            value={template.channel}
            onChange={(value) => setChannel(value as NoticeChannel)}
            data={offered.map((one) => ({ value: one.channel, label: t(`notifications.channel_${one.channel}`) }))}
          />
          <Editor
            key={`${template.kind} ${template.channel} ${template.language} ${template.own}`}
            template={template}
          />
        </>
      )}
    </>
  )
}

function Editor({ template }: { template: Template }) {
  const t = useT()
  const cache = useQueryClient()
  const { kind, channel, language, own, variables } = template
  const [words, setWords] = useState({ subject: template.subject, title: template.title, body: template.body })
  const place = { kind, channel, language }
  const again = () => void cache.invalidateQueries({ queryKey: [noticeTemplates.list.name] })
  const save = useCommand(noticeTemplates.update, {
    onDone: () => {
      again()
      toast(t('notifications.saved'))
    },
  })
  const reset = useCommand(noticeTemplates.reset, {
    onDone: (standard) => {
      setWords({ subject: standard.subject, title: standard.title, body: standard.body })
      again()
    },
  })
  const preview = useCommand(noticeTemplates.preview)
  const [shown, setShown] = useState<Out<typeof noticeTemplates.preview> | null>(null)
  const refusal = (part: string) =>
    (save.problem ?? preview.problem)?.refusals.find(({ pointer }) => pointer === `/${part}`)
  const errorOf = (part: string) => {
    const refused = refusal(part)
    return refused ? t(`invalid.${refused.code}`, refused.params) : null
  }
  const field = (part: keyof typeof words) => ({
    label: t(`notifications.template_${part}`),
    dir: 'auto' as const,
    lang: language,
    value: words[part],
    error: errorOf(part),
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
      setWords({ ...words, [part]: currentTarget.value }),
  })
  const problem = save.problem ?? preview.problem
  return (
    <form
      className={classes['editor']}
      onSubmit={(event) => {
        event.preventDefault()
        void save.run({ ...place, ...words })
      }}
    >
      {channel === 'email' && <TextInput {...field('subject')} />}
      <TextInput {...field('title')} />
      <Textarea {...field('body')} autosize minRows={3} />
      <p className="wn-quiet">
        {t('notifications.variables')}{' '}
        {variables.map((name) => (
          <code key={name} dir="ltr">{`{{${name}}}`}</code>
        ))}
      </p>
      {problem && problem.refusals.length === 0 && <ProblemAlert problem={problem} />}
      <div className={classes['buttons']}>
        <Button type="submit" loading={save.isPending}>
          {t('do.save')}
        </Button>
        <Button
          variant="default"
          loading={preview.isPending}
          onClick={() => void preview.run({ ...place, ...words }).then((answer) => answer && setShown(answer))}
        >
          {t('notifications.preview')}
        </Button>
        {own && (
          <Button variant="subtle" loading={reset.isPending} onClick={() => void reset.run(place)}>
            {t('notifications.reset')}
          </Button>
        )}
      </div>
      {shown && (
        <section className={classes['preview']} aria-label={t('notifications.preview')}>
          {channel === 'email' && <strong dir="auto">{shown.subject}</strong>}
          {shown.html ? (
            <iframe title={t('notifications.preview')} sandbox="" srcDoc={shown.html} />
          ) : (
            <div lang={language}>
              <strong dir="auto">{shown.title}</strong>
              <p dir="auto">{shown.body}</p>
            </div>
          )}
        </section>
      )}
    </form>
  )
}
