// The options of a dropdown: names, order, colour, and which are not offered any more.
import { ActionIcon, Button, Select, Stack, Text } from '@mantine/core'
import { IconArchive, IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react'
import { COLOURS, type Option } from '#kernel/contract/index.ts'
import { useFieldWords, useT } from '#kernel/web/index.tsx'
import { keyFrom } from './draft.ts'
import classes from './fields.module.css'
import { WordsField } from './words-field.tsx'

type Props = {
  options: readonly Option[]
  kept: readonly string[]
  onChange: (options: Option[]) => void
  error: string | null
}

export function OptionsEditor({ options, kept, onChange, error }: Props) {
  const t = useT()
  const { word } = useFieldWords()
  const change = (at: number, part: Partial<Option>) =>
    onChange(options.map((one, index) => (index === at ? { ...one, ...part } : one)))
  const move = (from: number, to: number) => {
    const next = [...options]
    next.splice(to, 0, ...next.splice(from, 1))
    onChange(next)
  }
  const add = () => {
    const key = keyFrom(
      '',
      options.map((one) => one.key),
      `option_${options.length + 1}`,
    )
    onChange([...options, { key, labels: {} }])
  }
  return (
    <Stack gap="xs" role="group" aria-label={t('fields.options')}>
      <Text size="sm">{t('fields.options')}</Text>
      {options.map((option, index) => {
        const name = word(option.labels) || option.key
        const isKept = kept.includes(option.key)
        return (
          <div key={option.key} className={classes['option']} data-archived={option.archived}>
            <div className={classes['grows']}>
              <WordsField
                label={t('fields.option', { number: index + 1 })}
                words={option.labels}
                onChange={(labels) => change(index, { labels })}
              />
            </div>
            <Select
              size="sm"
              className={classes['short']}
              aria-label={t('fields.colour')}
              placeholder={t('fields.colour')}
              clearable
              value={option.colour ?? null}
              data={COLOURS.map((value) => ({ value, label: t(`fields.colour.${value}`) }))}
              onChange={(colour) => {
                const { colour: _before, ...rest } = option
                const next = colour ? { ...rest, colour: colour as NonNullable<Option['colour']> } : rest
                onChange(options.map((one, at) => (at === index ? next : one)))
              }}
            />
            <ActionIcon
              aria-label={t('fields.up', { name })}
              disabled={index === 0}
              onClick={() => move(index, index - 1)}
            >
              <IconArrowUp size={16} stroke={1.5} />
            </ActionIcon>
            <ActionIcon
              aria-label={t('fields.down', { name })}
              disabled={index === options.length - 1}
              onClick={() => move(index, index + 1)}
            >
              <IconArrowDown size={16} stroke={1.5} />
            </ActionIcon>
            {isKept ? (
              <ActionIcon
                aria-label={t(option.archived ? 'fields.restore_named' : 'fields.archive_named', { name })}
                aria-pressed={option.archived ?? false}
                onClick={() => change(index, { archived: !option.archived })}
              >
                <IconArchive size={16} stroke={1.5} />
              </ActionIcon>
            ) : (
              <ActionIcon
                aria-label={t('fields.remove_named', { name })}
                onClick={() => onChange(options.filter((_one, at) => at !== index))}
              >
                <IconX size={16} stroke={1.5} />
              </ActionIcon>
            )}
          </div>
        )
      })}
      {error && (
        <Text size="xs" c="red">
          {error}
        </Text>
      )}
      <Button size="compact-sm" variant="default" onClick={add} style={{ alignSelf: 'start' }}>
        {t('fields.add_option')}
      </Button>
    </Stack>
  )
}
