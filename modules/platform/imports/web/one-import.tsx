// One import from its mapping to its result: what was guessed may be changed, then it is tried, run and taken back.
import { Alert, Button, Group, NativeSelect, Progress, Stack, Table, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { toast, useCommand, useDownload, useFormat, useLanguage, useT } from '#kernel/web/index.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { DELIMITERS, ENCODINGS, type ImportKind, imports, type ImportRow, ON_MATCH, OUTCOMES } from '../contract.ts'

type Props = { run: ImportRow; kind: ImportKind; above: ReactNode }

export function OneImport({ run, kind, above }: Props) {
  const t = useT()
  const format = useFormat()
  const { language } = useLanguage()
  const download = useDownload()
  const told = {
    onProblem: (problem: { code: string }) =>
      toast(t(`problem.${problem.code}` as 'problem.internal'), { tone: 'problem' }),
  }
  const change = useCommand(imports.update, told)
  const check = useCommand(imports.check, told)
  const write = useCommand(imports.run, told)
  const stop = useCommand(imports.cancel, told)
  const back = useCommand(imports.undo, told)
  const { id, state, counts } = run
  const isOpen = state === 'draft' || state === 'checked' || (state === 'failed' && run.undo_until === null)
  const isWorking = state === 'checking' || state === 'running' || state === 'undoing'
  const labelOf = ({ label, labels }: ImportKind['fields'][number]) =>
    label ? t(label as 'import_run.one') : (labels?.[language] ?? Object.values(labels ?? {})[0] ?? '')
  const fields = [
    { value: '', label: t('import.ignored') },
    ...kind.fields.map((field) => ({ value: field.name, label: labelOf(field) })),
  ]
  const identity = kind.identity.map((name) => labelOf(kind.fields.find((field) => field.name === name)!)).join(', ')
  const share = state === 'checking' ? run.read : (100 * run.done) / Math.max(1, run.total)
  const map = (at: number, name: string) =>
    void change.run({ id, mapping: run.mapping.map((old, place) => (place === at ? name || null : old)) })
  return (
    <>
      <PageHeader title={<bdi>{run.file_name}</bdi>} above={above} beside={t(`import.state.${state}`)} />
      <Stack gap="md" p="md" maw={900}>
        {run.reason && <Alert color="red">{t(`problem.${run.reason}` as 'problem.internal')}</Alert>}
        {isOpen && (
          <>
            {run.format.kind === 'csv' && (
              <Group>
                <NativeSelect
                  label={t('import.encoding')}
                  data={[...ENCODINGS]}
                  value={run.format.encoding}
                  onChange={({ target }) => void change.run({ id, format: { encoding: target.value as 'utf-8' } })}
                />
                <NativeSelect
                  label={t('import.delimiter')}
                  data={DELIMITERS.map((value) => ({ value, label: value === '\t' ? 'Tab' : value }))}
                  value={run.format.delimiter}
                  onChange={({ target }) => void change.run({ id, format: { delimiter: target.value as ',' } })}
                />
              </Group>
            )}
            <Table.ScrollContainer minWidth={300}>
              <Table aria-label={t('import.mapping')}>
                <Table.Tbody>
                  {run.columns.map(({ name, samples }, at) => (
                    <Table.Tr key={`${name} ${String(at)}`}>
                      <Table.Td>
                        <bdi>{name}</bdi>
                        <Text size="sm" c="dimmed" lineClamp={2}>
                          <bdi>{samples.join(' · ')}</bdi>
                        </Text>
                      </Table.Td>
                      <Table.Td>
                        <NativeSelect
                          aria-label={name}
                          data={fields}
                          value={run.mapping[at] ?? ''}
                          onChange={({ target }) => map(at, target.value)}
                        />
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
            <NativeSelect
              label={t('import.on_match')}
              description={t('import.identity', { fields: identity })}
              data={ON_MATCH.map((value) => ({ value, label: t(`import.on_match.${value}`) }))}
              value={run.on_match}
              onChange={({ target }) => void change.run({ id, on_match: target.value as 'skip' })}
            />
          </>
        )}
        {isWorking && <Progress value={share} aria-label={t(`import.state.${state}`)} />}
        {Object.keys(counts).length > 0 && (
          <Group role="status">
            {OUTCOMES.filter((outcome) => counts[outcome]).map((outcome) => (
              <Text key={outcome}>
                {t(`import.outcome.${outcome}`)}: <b>{format.number(counts[outcome]!)}</b>
              </Text>
            ))}
          </Group>
        )}
        {state === 'undone' && <Text>{t('import.undone', { number: format.number(run.undone) })}</Text>}
        <Group>
          {isOpen && (
            <Button
              variant={state === 'checked' ? 'default' : 'filled'}
              loading={check.isPending}
              onClick={() => void check.run({ id })}
            >
              {t('import.check')}
            </Button>
          )}
          {state === 'checked' && (
            <Button loading={write.isPending} onClick={() => void write.run({ id })}>
              {t('import.run')}
            </Button>
          )}
          {(state === 'checking' || state === 'running') && (
            <Button variant="default" onClick={() => void stop.run({ id })}>
              {t('import.stop')}
            </Button>
          )}
          {run.faults > 0 && (
            <Button
              variant="default"
              onClick={() => void download(imports.faults, { id }, `${run.file_name}.errors.csv`)}
            >
              {t('import.faults')}
            </Button>
          )}
          {(state === 'done' || state === 'cancelled') && run.undo_until && (
            <Button variant="default" loading={back.isPending} onClick={() => void back.run({ id })}>
              {t('import.undo')}
            </Button>
          )}
        </Group>
      </Stack>
    </>
  )
}
