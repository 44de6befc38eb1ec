// Two records side by side: what of either is kept, and what moves.
import { Button, Modal, Radio, Skeleton } from '@mantine/core'
import { useState } from 'react'
import type { Parsed } from '#kernel/contract/index.ts'
import {
  FieldValue,
  ProblemAlert,
  Reference,
  useAction,
  useCommand,
  useCustomFields,
  useFieldWords,
  useT,
} from '#kernel/web/index.tsx'
import { type ClientRow, MERGED_FIELDS, merging } from '../../contract.ts'
import classes from '../clients.module.css'
import { Listed } from '../coloured.tsx'

type Field = Parsed<typeof merging.merge>['take'][number]
type Props = { id: string; other: string; onDone: () => void; onClose: () => void }

const differs = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other)
const isEmpty = (value: unknown) => value === null || value === ''

/** What is taken of the other unless the person says otherwise: what this one lacks. */
const usuallyTaken = (winner: Partial<ClientRow>, loser: Partial<ClientRow>): Field[] =>
  MERGED_FIELDS.filter((field) => isEmpty(winner[field]) && !isEmpty(loser[field]))

export function MergeDialog({ id, other, onDone, onClose }: Props) {
  const t = useT()
  const own = useCustomFields('client')
  const { word } = useFieldWords()
  const { data, error } = useAction(merging.preview, { id, other }, { staleMs: 0 })
  const [chosen, setChosen] = useState<Field[] | null>(null)
  const { run, isPending, problem } = useCommand(merging.merge, { onDone })
  const take = chosen ?? (data ? usuallyTaken(data.winner, data.loser) : [])
  const set = (field: Field, theirs: boolean) =>
    setChosen(theirs ? [...new Set([...take, field])] : take.filter((one) => one !== field))
  const rows = data && [
    ...MERGED_FIELDS.filter((field) => differs(data.winner[field], data.loser[field])).map((field) => ({
      field: field as Field,
      label: t(`client.${field}`),
      of: (side: ClientRow) => <Value field={field} value={side[field]} />,
    })),
    // What one of them lacks it gets anyway.
    ...own
      .filter(({ key }) => key in data.winner.custom && key in data.loser.custom)
      .filter(({ key }) => differs(data.winner.custom[key], data.loser.custom[key]))
      .map((field) => ({
        field: `custom.${field.key}`,
        label: word(field.labels),
        of: (side: ClientRow) => <FieldValue field={field} value={side.custom[field.key]} />,
      })),
  ]
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('clients.merge')}
      size={760}
      closeButtonProps={{ 'aria-label': t('do.close') }}
    >
      <p>{t('clients.merge_text')}</p>
      <ProblemAlert problem={error} />
      {!data && !error && <Skeleton height={240} />}
      {data && rows && (
        <>
          <table className={classes['sides']}>
            <thead>
              <tr>
                <th>{t('clients.field')}</th>
                <th>{t('clients.this_one')}</th>
                <th>{t('clients.other_one')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ field, label, of }) => (
                <tr key={field}>
                  <th scope="row">{label}</th>
                  {(['winner', 'loser'] as const).map((side) => (
                    <td key={side}>
                      <Radio
                        name={field}
                        aria-label={`${label}: ${t(side === 'winner' ? 'clients.this_one' : 'clients.other_one')}`}
                        checked={take.includes(field) === (side === 'loser')}
                        onChange={() => set(field, side === 'loser')}
                        label={of(data[side] as ClientRow)}
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          {data.moves.length > 0 && (
            <p className="wn-quiet">
              {t('clients.moves')}{' '}
              {data.moves.map(({ entity, count }) => `${t(`${entity}.many`)}: ${count}`).join(', ')}
            </p>
          )}
          <ProblemAlert problem={problem} />
          <div className="wn-actions wn-actions-below">
            <Button loading={isPending} onClick={() => void run({ id, other, take })}>
              {t('clients.do_merge')}
            </Button>
            <Button variant="subtle" color="gray" onClick={onClose}>
              {t('do.cancel')}
            </Button>
          </div>
        </>
      )}
    </Modal>
  )
}

function Value({ field, value }: { field: string; value: unknown }) {
  const t = useT()
  if (value === null || value === '') return <span className="wn-quiet">{'—'}</span>
  if (field === 'owner') return <Reference entity="user" id={String(value)} plain />
  if (field === 'team') return <Reference entity="team" id={String(value)} plain />
  if (field === 'status') return <Listed entity="client_status" id={String(value)} />
  if (field === 'source') return <Listed entity="client_source" id={String(value)} />
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
  if (field === 'kind' || field === 'language') return t(`client.${field}.${String(value)}`)
  return <bdi>{String(value)}</bdi>
}
