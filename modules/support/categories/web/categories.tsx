// What tickets are about: a small tree, with names in every language.
import { Fieldset, TextInput } from '@mantine/core'
import { IconTags } from '@tabler/icons-react'
import { EntityPage, type FieldControl, LANGUAGES, SlotOutlet, useLanguage } from '#kernel/web/index.tsx'
import { categories, categoriesPanel, Category } from '../contract.ts'
import { nameIn } from './module.tsx'

export default function Categories() {
  const { language } = useLanguage()
  return (
    <>
      <EntityPage
        of={Category}
        actions={categories}
        icon={IconTags}
        sort="name"
        columns={[
          { field: 'name', cell: (row) => <bdi>{nameIn({ id: '', ...row }, language)}</bdi> },
          'parent',
          { field: 'created_at', width: '140px', hideOnPhone: true },
        ]}
        controls={{ names: (field) => <Names {...field} /> }}
      />
      <SlotOutlet of={categoriesPanel} />
    </>
  )
}

function Names({ value, set, label, description, error, disabled }: FieldControl) {
  const names = (value ?? {}) as Record<string, string>
  const change = (language: string, name: string) => {
    const { [language]: _before, ...rest } = names
    set(name ? { ...rest, [language]: name } : rest)
  }
  return (
    <Fieldset legend={label} disabled={disabled}>
      {description && <p className="wn-quiet">{description}</p>}
      {Object.entries(LANGUAGES).map(([code, name]) => (
        <TextInput
          key={code}
          label={name}
          lang={code}
          dir="auto"
          mt={8}
          value={names[code] ?? ''}
          onChange={(event) => change(code, event.currentTarget.value)}
        />
      ))}
      {error && <p role="alert">{error}</p>}
    </Fieldset>
  )
}
