// Where templates of letters are kept.
import { SegmentedControl, TextInput } from '@mantine/core'
import { IconMailCog } from '@tabler/icons-react'
import { useState } from 'react'
import { EntityPage, type FieldControl, LANGUAGES as NAMES, PlacedWords, useMe, useT } from '#kernel/web/index.tsx'
import { LANGUAGES } from '#modules/sales/clients/contract.ts'
import { LetterTemplate, letterTemplates, PLACES, type TemplateTexts } from '../../contract/template.ts'
import classes from '../letters.module.css'

type Language = (typeof LANGUAGES)[number]

const written = (texts: TemplateTexts): Language[] => LANGUAGES.filter((one) => texts[one])

export default function LetterTemplates() {
  return (
    <EntityPage
      of={LetterTemplate}
      actions={letterTemplates}
      icon={IconMailCog}
      sort="name"
      fields={['name', 'texts']}
      controls={{ texts: (field) => <Texts {...field} /> }}
      columns={[
        { field: 'name', width: '30%', cell: ({ name }) => <bdi>{name}</bdi> },
        {
          field: 'texts',
          cell: ({ texts = {} }) => <span dir="auto">{texts[written(texts)[0] ?? 'ru']?.subject}</span>,
          hideOnPhone: true,
        },
        {
          field: 'languages',
          width: '140px',
          cell: ({ texts = {} }) => <span className="wn-quiet">{written(texts).join(', ').toUpperCase()}</span>,
        },
      ]}
    />
  )
}

/** A language that has no words is not written. */
function Texts({ value, set, label, error, disabled, name }: FieldControl) {
  const t = useT()
  const { user } = useMe()
  const texts = (value ?? {}) as TemplateTexts
  const [language, setLanguage] = useState<Language>(written(texts)[0] ?? (user['language'] as Language))
  const words = texts[language] ?? { subject: '', text: '' }
  const change = (changed: Partial<typeof words>) => {
    const next = { ...words, ...changed }
    const { [language]: _before, ...others } = texts
    set(next.subject === '' && next.text === '' ? others : { ...others, [language]: next })
  }
  return (
    <fieldset className={classes['texts']} disabled={disabled} data-field={name}>
      <legend>{label}</legend>
      <SegmentedControl
        size="xs"
        aria-label={t('letter_templates.language')}
        value={language}
        onChange={(next) => setLanguage(next as Language)}
        data={LANGUAGES.map((one) => ({ value: one, label: texts[one] ? `${NAMES[one]} ✓` : NAMES[one] }))}
      />
      <TextInput
        label={t('letters.subject')}
        dir="auto"
        maxLength={500}
        value={words.subject}
        onChange={(event) => change({ subject: event.currentTarget.value })}
      />
      <PlacedWords
        key={language}
        name="text"
        label={t('letters.text')}
        description={t('letter_templates.text_help')}
        error={error}
        disabled={disabled}
        value={words.text}
        onChange={(text) => change({ text })}
        places={PLACES.map((one) => ({ name: one, label: t(`letter_templates.place.${one}`) }))}
        placesLabel={t('letter_templates.places')}
      />
    </fieldset>
  )
}
