// Somebody changed the record while one was changing it: both sides of every field that differs, and a choice for each.
import { Button, Modal, Radio } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { Action, Entity } from '../../contract/index.ts'
import { useAction, useCommand } from '../call/hooks.ts'
import { useT } from '../language/hooks.tsx'
import { ProblemAlert } from '../problem/problem-alert.tsx'
import { valueOf } from '../table/cell.tsx'
import classes from './form.module.css'

type Values = Record<string, unknown>

export type ConflictProps = {
  of: Entity
  get: Action<{ id: string }, any, any>
  command: Action
  /** The record as it was read, and what one wants of it. */
  before: Values
  mine: Values
  onDone: (answer: unknown) => void
  onClose: () => void
}

const differs = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other)

/** Fields that both changed, each in another way. */
export const fieldsInConflict = (before: Values, theirs: Values, mine: Values): string[] =>
  Object.keys(mine).filter(
    (field) => field !== 'id' && differs(before[field], theirs[field]) && differs(mine[field], theirs[field]),
  )

/** Fields that only the other changed: they stay as they are now. */
export const fieldsOfOthers = (of: Entity, before: Values, theirs: Values, mine: Values): string[] =>
  Object.keys(of.patch.shape).filter((field) => !(field in mine) && differs(before[field], theirs[field]))

export function Conflict({ of, get, command, before, mine, onDone, onClose }: ConflictProps) {
  const t = useT()
  const id = String(before['id'])
  // Always as it is now: what is cached is what turned out to be old.
  const { data, error } = useAction(get, { id }, { staleMs: 0 })
  const theirs = data as Values | undefined
  const isFresh = theirs !== undefined && theirs['version'] !== before['version']
  const [kept, setKept] = useState<Record<string, 'mine' | 'theirs'>>({})
  const { run, isPending, problem } = useCommand(command, { onDone })
  const asked = isFresh ? fieldsInConflict(before, theirs, mine) : []
  const others = isFresh ? fieldsOfOthers(of, before, theirs, mine) : []
  const save = () => {
    const wanted = Object.fromEntries(Object.entries(mine).filter(([field]) => kept[field] !== 'theirs'))
    void run({ id, ...wanted }, { version: theirs!['version'] as number })
  }
  // Only what the system keeps has changed, as where a mailbox is read meanwhile: there is nothing to choose.
  const isNothing = isFresh && asked.length === 0 && others.length === 0
  const isSaved = useRef(false)
  useEffect(() => {
    if (!isNothing || isSaved.current) return
    isSaved.current = true
    save()
  })
  if (!error && !problem && (!isFresh || isNothing)) return null
  const shown = (field: string, value: unknown) => valueOf(of, { field }, { [field]: value })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('conflict.title')}
      size={560}
      closeButtonProps={{ 'aria-label': t('do.close') }}
    >
      <p>{t('conflict.text')}</p>
      {error && <ProblemAlert problem={error} />}
      {isFresh && (
        <>
          {asked.map((field) => (
            <Radio.Group
              key={field}
              className={classes['conflict']!}
              label={t(`${of.name}.${field}`)}
              value={kept[field] ?? 'mine'}
              onChange={(side) => setKept({ ...kept, [field]: side as 'mine' | 'theirs' })}
            >
              <Radio
                mt={6}
                value="mine"
                label={
                  <>
                    {t('conflict.mine')}: {shown(field, mine[field])}
                  </>
                }
              />
              <Radio
                mt={6}
                value="theirs"
                label={
                  <>
                    {t('conflict.theirs')}: {shown(field, theirs[field])}
                  </>
                }
              />
            </Radio.Group>
          ))}
          {others.length > 0 && (
            <p className="wn-quiet">
              {t('conflict.others')}{' '}
              {others.map((field) => (
                <span key={field}>
                  {t(`${of.name}.${field}`)}: {shown(field, theirs[field])}.{' '}
                </span>
              ))}
            </p>
          )}
          <ProblemAlert problem={problem} />
          <div className="wn-actions wn-actions-below">
            <Button loading={isPending} onClick={save}>
              {t('do.save')}
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
