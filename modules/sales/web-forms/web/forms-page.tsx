// Where an organisation makes the forms of its sites.
import { Badge, Button, Checkbox, CopyButton, Group, Input, MultiSelect, TagsInput, Textarea } from '@mantine/core'
import { IconForms } from '@tabler/icons-react'
import { useState } from 'react'
import { EntityPage, type FieldControl, Link, useCustomFields, useFieldWords, useMe, useT } from '#kernel/web/index.tsx'
import { Client } from '#modules/sales/clients/contract.ts'
import {
  FORM_FIELDS,
  type FormField,
  LANGUAGES,
  WebForm,
  webForms,
  webFormSubmissions,
  type Words,
} from '../contract.ts'
import classes from './web-forms.module.css'

export default function FormsPage() {
  const t = useT()
  const { may } = useMe()
  return (
    <EntityPage
      of={WebForm}
      actions={webForms}
      icon={IconForms}
      sort="name"
      staysOpen
      columns={[
        { field: 'name', cell: ({ name }) => <bdi>{name}</bdi> },
        {
          field: 'is_active',
          width: '140px',
          cell: ({ is_active }) => (
            <Badge variant="light" color={is_active ? 'green' : 'gray'}>
              {t(is_active ? 'web_form.on' : 'web_form.off')}
            </Badge>
          ),
        },
        { field: 'source', width: '160px', hideOnPhone: true },
        { field: 'owner', width: '180px', hideOnPhone: true },
      ]}
      fields={[
        'name',
        'fields',
        'title',
        'intro',
        'thanks',
        'consent',
        'languages',
        'sites',
        'source',
        'owner',
        'is_active',
      ]}
      controls={{
        fields: (field) => <Fields {...field} />,
        title: (field) => <Spoken {...field} />,
        intro: (field) => <Spoken {...field} />,
        thanks: (field) => <Spoken {...field} />,
        consent: (field) => <Spoken {...field} />,
        languages: (field) => <Languages {...field} />,
        sites: (field) => <Sites {...field} />,
      }}
      headerActions={
        may(webFormSubmissions.list.can) && (
          <Button component={Link} to="/settings/web-forms/submissions" variant="default">
            {t('web_form_submission.many')}
          </Button>
        )
      }
      below={({ key }) => key && <Address of={key} />}
    />
  )
}

/** Where the form is, and what is put into a page that shows it. */
function Address({ of }: { of: string }) {
  const t = useT()
  const address = `${location.origin}/forms/${of}`
  const frame = `<iframe src="${address}" width="100%" height="640" style="border:0" title="${t('web_form.one')}"></iframe>`
  return (
    <div className={classes['address']}>
      {[
        [t('web_form.address'), address],
        [t('web_form.frame'), frame],
      ].map(([label, text]) => (
        <div key={label}>
          <span className="wn-quiet">{label}</span>
          <code dir="ltr">{text}</code>
          <CopyButton value={text!}>
            {({ copied, copy }) => (
              <Button size="compact-sm" variant="default" onClick={copy}>
                {t(copied ? 'web_form.copied' : 'web_form.copy')}
              </Button>
            )}
          </CopyButton>
        </div>
      ))}
      <a href={address} target="_blank" rel="noreferrer">
        {t('web_form.look')}
      </a>
    </div>
  )
}

/** One text in several languages, one at a time. */
function Spoken({ name, value, set, label, description, error, disabled }: FieldControl) {
  const t = useT()
  const [language, setLanguage] = useState<(typeof LANGUAGES)[number]>('ru')
  const words = (value ?? {}) as Words
  const write = (text: string) => {
    const { [language]: _before, ...rest } = words
    set(text.trim() ? { ...rest, [language]: text } : rest)
  }
  return (
    <div>
      <Textarea
        id={`field-${name}`}
        label={label}
        description={description}
        error={error}
        disabled={disabled}
        autosize
        minRows={name === 'title' ? 1 : 2}
        dir="auto"
        value={words[language] ?? ''}
        onChange={({ currentTarget }) => write(currentTarget.value)}
      />
      <Group gap={4} mt={4} role="group" aria-label={`${label}: ${t('web_form.languages')}`}>
        {LANGUAGES.map((one) => (
          <Button
            key={one}
            size="compact-xs"
            variant={one === language ? 'light' : 'subtle'}
            color={words[one] ? undefined : 'gray'}
            aria-pressed={one === language}
            onClick={() => setLanguage(one)}
          >
            {t(`client.language.${one}`)}
          </Button>
        ))}
      </Group>
    </div>
  )
}

/** Which fields are asked for, and which must be filled in. */
function Fields({ value, set, label, error, disabled }: FieldControl) {
  const t = useT()
  const own = useCustomFields(Client.name)
  const { word } = useFieldWords()
  const chosen = (value ?? []) as readonly FormField[]
  const offered = [
    ...FORM_FIELDS.map((name) => ({ name: name as string, words: t(`client.${name}`) })),
    ...own
      .filter(({ outsiders, type }) => outsiders === 'fill' && type !== 'file' && type !== 'reference')
      .map((field) => ({ name: `custom.${field.key}`, words: word(field.labels) })),
  ]
  const write = (name: string, field: FormField | null) => {
    const order = offered.map((one) => one.name)
    const rest = chosen.filter((one) => one.name !== name)
    set((field ? [...rest, field] : rest).toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name)))
  }
  return (
    <Input.Wrapper label={label} error={error} labelElement="div">
      <ul className={classes['fields']} aria-label={label}>
        {offered.map(({ name, words }) => {
          const field = chosen.find((one) => one.name === name)
          return (
            <li key={name}>
              <Checkbox
                label={words}
                checked={field !== undefined}
                disabled={disabled || name === 'name'}
                onChange={({ currentTarget }) => write(name, currentTarget.checked ? { name, required: false } : null)}
              />
              <Checkbox
                label={t('web_form.required')}
                aria-label={`${words}: ${t('web_form.required')}`}
                checked={field?.required ?? false}
                disabled={disabled || !field || name === 'name'}
                onChange={({ currentTarget }) => write(name, { name, required: currentTarget.checked })}
              />
            </li>
          )
        })}
      </ul>
    </Input.Wrapper>
  )
}

function Languages({ name, value, set, label, error, disabled }: FieldControl) {
  const t = useT()
  return (
    <MultiSelect
      id={`field-${name}`}
      label={label}
      error={error}
      disabled={disabled}
      data={LANGUAGES.map((one) => ({ value: one, label: t(`client.language.${one}`) }))}
      value={[...((value ?? []) as string[])]}
      onChange={set}
    />
  )
}

function Sites({ name, value, set, label, description, error, disabled }: FieldControl) {
  return (
    <TagsInput
      id={`field-${name}`}
      label={label}
      description={description}
      error={error}
      disabled={disabled}
      placeholder="https://example.com"
      maxTags={20}
      acceptValueOnBlur
      value={[...((value ?? []) as string[])]}
      onChange={(sites) => set(sites.map((site) => site.trim().toLowerCase().replace(/\/+$/, '')))}
    />
  )
}
