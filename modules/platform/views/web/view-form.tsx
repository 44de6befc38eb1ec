// What a view is called and who sees it: for a new one and for one that is there.
import { Button, Modal, Radio, Select, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { ProblemAlert, useAction, useCommand, useMe, useT } from '#kernel/web/index.tsx'
import { teams } from '#modules/platform/identity/contract.ts'
import { type Kept, SHARE, type ViewRow, views, type Visibility, VISIBILITIES } from '../contract.ts'

type Props = {
  /** The kind of record. */
  entity: string
  /** The view that is changed; without one a new view is made. */
  view?: ViewRow | undefined
  kept?: Kept | undefined
  name?: string
  onDone: (view: ViewRow) => void
  onClose: () => void
}

export default function ViewForm({ entity, view, kept, name: first = '', onDone, onClose }: Props) {
  const t = useT()
  const [name, setName] = useState(view?.name ?? first)
  const [visibility, setVisibility] = useState<Visibility>(view?.visibility ?? 'personal')
  const [team, setTeam] = useState<string | null>(view?.team ?? null)
  const [tried, setTried] = useState(false)
  const { all, mine } = useSharing()
  const creating = useCommand(views.create, { onDone })
  const updating = useCommand(views.update, { onDone })
  const may: Record<Visibility, boolean> = { personal: true, team: mine.length > 0, shared: all }
  const offered = VISIBILITIES.filter((one) => may[one] || one === view?.visibility)
  const needsTeam = visibility === 'team' && team === null

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (name.trim() === '' || needsTeam) return
    const seen = { name: name.trim(), visibility, team: visibility === 'team' ? team : null }
    if (view) void updating.run({ id: view.id, ...seen })
    else void creating.run({ entity, ...seen, ...kept })
  }
  const required = (isMissing: boolean) => (tried && isMissing ? t('invalid.required') : null)
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(view ? 'views.edit' : 'views.save')}
      size={440}
      closeButtonProps={{ 'aria-label': t('do.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput
            label={t('view.name')}
            value={name}
            maxLength={100}
            required
            data-autofocus
            dir="auto"
            error={required(name.trim() === '')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {offered.length > 1 && (
            <Radio.Group
              label={t('view.visibility')}
              value={visibility}
              onChange={(one) => setVisibility(one as Visibility)}
            >
              <Stack gap={8} mt={8}>
                {offered.map((one) => (
                  <Radio key={one} value={one} label={t(`view.visibility.${one}`)} disabled={!may[one]} />
                ))}
              </Stack>
            </Radio.Group>
          )}
          {visibility === 'team' && (
            <Select
              label={t('view.team')}
              data={mine.map(({ id, name: label }) => ({ value: id, label }))}
              value={team}
              searchable={mine.length > 8}
              required
              error={required(needsTeam)}
              onChange={setTeam}
            />
          )}
          <ProblemAlert problem={creating.problem ?? updating.problem} />
        </Stack>
        <div className="wn-actions wn-actions-below">
          <Button type="submit" loading={creating.isPending || updating.isPending}>
            {t('do.save')}
          </Button>
          <Button variant="subtle" color="gray" onClick={onClose}>
            {t('do.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

/** With whom the person may share: everybody, and these teams. */
function useSharing() {
  const me = useMe()
  const scope = me.scope(SHARE)
  const { data } = useAction(teams.list, { limit: 200, sort: 'name' }, { enabled: me.may(teams.list.can) })
  const own = (me.user['teams'] as readonly string[] | undefined) ?? []
  const mine = (data?.items ?? []).filter(
    ({ id, lead }) => scope === 'all' || lead === me.user.id || (scope === 'team' && own.includes(id)),
  )
  return { all: scope === 'all', mine }
}
