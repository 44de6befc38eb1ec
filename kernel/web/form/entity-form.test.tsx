import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test } from 'vitest'
import { actions, choice, crud, email, entity, line, Problem, prose, stale, yesNo } from '../../contract/index.ts'
import { RemoteProblem } from '../call/remote-problem.ts'
import { stage, type StageOptions } from '../testing.tsx'
import { EntityForm } from './entity-form.tsx'

const Guest = entity('guest', {
  table: 'guests',
  written: {
    name: line(10),
    email: email().nullable().default(null),
    kind: choice(['friend', 'family']).default('friend'),
    notes: prose().default(''),
    is_late: yesNo().default(false),
  },
})
const guests = actions('guests', '/guests', crud(Guest, 'guests'))
const texts = {
  'guest.name': 'Name',
  'guest.email': 'E-mail',
  'guest.kind': 'Kind',
  'guest.kind.friend': 'Friend',
  'guest.kind.family': 'Family',
  'guest.notes': 'Notes',
  'guest.is_late': 'Late',
}
const ann = {
  id: '0190a000-0000-7000-8000-000000000001',
  version: 4,
  created_at: '',
  updated_at: '',
  name: 'Ann',
  email: null,
  kind: 'friend' as const,
  notes: '',
  is_late: false,
}

async function shown(form: React.ReactNode, answer?: StageOptions['answer']) {
  const { Stage, asked } = await stage({ texts, ...(answer ? { answer } : {}) })
  render(<Stage>{form}</Stage>)
  await screen.findByRole('button', { name: 'Save' })
  return asked
}
const save = () => userEvent.click(screen.getByRole('button', { name: 'Save' }))
const field = (label: string) => screen.getByLabelText<HTMLInputElement>(new RegExp(`^${label}`))

beforeEach(() => sessionStorage.clear())

test('controls, labels and choices follow from the entity', async () => {
  await shown(<EntityForm of={Guest} command={guests.create} />)
  expect(field('Name').required).toBe(true)
  expect(field('E-mail').type).toBe('email')
  expect(screen.getByRole('switch', { name: 'Late' })).toBeTruthy()
  expect(screen.getByRole<HTMLInputElement>('combobox', { name: 'Kind' }).value).toBe('Friend')
})

test('what the contract refuses is said at its field and not sent', async () => {
  const asked = await shown(<EntityForm of={Guest} command={guests.create} />)
  await userEvent.type(field('E-mail'), 'no address')
  await save()
  expect(screen.getByText('Fill this in')).toBeTruthy()
  expect(screen.getByText('This does not look like an e-mail address')).toBeTruthy()
  expect(asked).toEqual([])
  await userEvent.type(field('Name'), 'A very long name')
  expect(screen.getByText('At most this many characters: 10')).toBeTruthy()
})

test('a new record is sent whole, with nothing for what was left empty', async () => {
  const done: unknown[] = []
  const asked = await shown(
    <EntityForm of={Guest} command={guests.create} onDone={(answer) => done.push(answer)} />,
    () => ann,
  )
  await userEvent.type(field('Name'), 'Ann')
  await save()
  await waitFor(() => expect(done).toEqual([ann]))
  expect(asked).toEqual([
    {
      name: 'guests.create',
      input: { name: 'Ann', email: null, kind: 'friend', notes: '', is_late: false },
      options: {},
    },
  ])
})

test('a change sends what was changed, for the version that was read', async () => {
  const asked = await shown(
    <EntityForm of={Guest} command={guests.update} start={ann} also={{ id: ann.id }} />,
    () => ann,
  )
  await userEvent.type(field('Notes'), 'Allergic to nuts')
  await save()
  await waitFor(() => expect(asked).toHaveLength(1))
  expect(asked[0]).toMatchObject({ input: { id: ann.id, notes: 'Allergic to nuts' }, options: { version: 4 } })
  expect(Object.keys(asked[0]!.input as object)).toEqual(['id', 'notes'])
})

test('what the server refuses of a field is said there in its words, and everything typed stays', async () => {
  const refusal = () => {
    throw new RemoteProblem({
      code: 'invalid',
      status: 422,
      errors: [{ pointer: '/name', code: 'taken', message: 'This name is taken' }],
    })
  }
  await shown(<EntityForm of={Guest} command={guests.create} />, refusal)
  await userEvent.type(field('Name'), 'Ann')
  await save()
  expect(await screen.findByText('This name is taken')).toBeTruthy()
  expect(field('Name').value).toBe('Ann')
  await userEvent.type(field('Name'), 'a')
  expect(screen.queryByText('This name is taken')).toBeNull()
})

test('a refusal of the whole says what happened, why and what to do, with the number of the request', async () => {
  const problems = [
    new RemoteProblem({
      code: 'stale',
      status: 412,
      title: 'The record has changed',
      detail: 'Reload it.',
      request_id: 'req-7',
    }),
    new Problem('unreachable', 0),
    stale(),
  ]
  await shown(<EntityForm of={Guest} command={guests.create} />, () => {
    throw problems.shift()!
  })
  await userEvent.type(field('Name'), 'Ann')
  await save()
  expect((await screen.findByRole('alert')).textContent).toMatch(/The record has changed.*Reload it.*req-7/)
  await save()
  await waitFor(() => expect(screen.getByRole('alert').textContent).toMatch(/server cannot be reached/))
  await save()
  await waitFor(() => expect(screen.getByRole('alert').textContent).toMatch(/Somebody changed the record/))
  expect(field('Name').value).toBe('Ann')
})

test('what was typed is there again after the form was closed, until it is sent', async () => {
  await shown(<EntityForm of={Guest} command={guests.create} draftKey="guest.new" />, () => ann)
  await userEvent.type(field('Name'), 'Ann')
  const { Stage } = await stage({ texts, answer: () => ann })
  document.body.replaceChildren()
  render(
    <Stage>
      <EntityForm of={Guest} command={guests.create} draftKey="guest.new" />
    </Stage>,
  )
  await screen.findByRole('button', { name: 'Save' })
  expect(field('Name').value).toBe('Ann')
  await save()
  await waitFor(() => expect(sessionStorage.length).toBe(0))
})
