// Choosing a template while a letter is written: it is shown with what the record fills in before it takes the place of words.
import { Alert, Button, Group, Select } from '@mantine/core'
import { IconTemplate } from '@tabler/icons-react'
import { useState } from 'react'
import type { In } from '#kernel/contract/index.ts'
import { LANGUAGES as NAMES, ProblemAlert, useAction, useFormat, useT } from '#kernel/web/index.tsx'
import { letterTemplates } from '../../contract/template.ts'
import type { SubjectKind } from '../../contract.ts'
import classes from '../letters.module.css'

type Language = NonNullable<In<typeof letterTemplates.filled>['language']>
type Props = {
  of: { entity: SubjectKind; record: string }
  /** Whom the letter goes to first. */
  to: string | undefined
  onTake: (words: { subject: string; text: string }) => void
}

export function ChooseTemplate({ of, to, onTake }: Props) {
  const t = useT()
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <>
      <Button
        size="sm"
        variant="default"
        leftSection={<IconTemplate size={16} stroke={1.5} />}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {t('letter_templates.choose')}
      </Button>
      {isOpen && (
        <Choice
          of={of}
          to={to}
          onTake={(words) => {
            onTake(words)
            close()
          }}
          onClose={close}
        />
      )}
    </>
  )
}

function Choice({ of, to, onTake, onClose }: Props & { onClose: () => void }) {
  const t = useT()
  const format = useFormat()
  const { data: all } = useAction(letterTemplates.list, { limit: 200, sort: 'name' })
  const [id, setId] = useState<string | null>(null)
  const [language, setLanguage] = useState<Language | null>(null)
  const asked = { id: id ?? '', ...of, ...(to ? { to } : {}), ...(language ? { language } : {}) }
  const { data, error } = useAction(letterTemplates.filled, asked, { enabled: id !== null, keep: true })
  return (
    <section className={classes['choice']} aria-label={t('letter_templates.choose')}>
      <Group gap={8} align="end">
        <Select
          size="sm"
          searchable
          label={t('letter_template.one')}
          placeholder={t(all?.items.length === 0 ? 'letter_template.empty' : 'letter_templates.choose')}
          value={id}
          onChange={(next) => {
            setId(next)
            setLanguage(null)
          }}
          data={(all?.items ?? []).map((one) => ({ value: String(one.id), label: String(one.name) }))}
        />
        {data && data.languages.length > 1 && (
          <Select
            size="sm"
            label={t('letter_templates.language')}
            allowDeselect={false}
            value={data.language}
            onChange={(next) => setLanguage(next as Language)}
            data={data.languages.map((one) => ({ value: one, label: NAMES[one] }))}
          />
        )}
      </Group>
      <ProblemAlert problem={error} />
      {id !== null && data && (
        <>
          <div className={classes['preview']} dir="auto" lang={data.language}>
            {data.subject !== '' && <b>{data.subject}</b>}
            <p>{data.text}</p>
          </div>
          {data.empty.length > 0 && (
            <Alert color="yellow" role="status">
              {t('letter_templates.empty_places', {
                places: format.list(data.empty.map((name) => t(`letter_templates.place.${name}`))),
              })}
            </Alert>
          )}
          <Group gap={8}>
            <Button size="sm" variant="light" onClick={() => onTake(data)}>
              {t('letter_templates.insert')}
            </Button>
            <Button size="sm" variant="subtle" onClick={onClose}>
              {t('do.cancel')}
            </Button>
          </Group>
        </>
      )}
    </section>
  )
}
