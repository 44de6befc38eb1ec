// Inviting people, one address a line.
import { Button, Select, Textarea } from '@mantine/core'
import { IconMailForward } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import type { Out } from '#kernel/contract/index.ts'
import {
  LANGUAGES,
  ProblemAlert,
  ReferencePicker,
  SideDrawer,
  toast,
  useCommand,
  useLanguage,
  useMe,
  useRefusalWords,
  useT,
} from '#kernel/web/index.tsx'
import { ROLES, users } from '../contract.ts'
import { peopleIn } from './people-in.ts'
import classes from './invite.module.css'

export function InviteButton() {
  const t = useT()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button variant="default" leftSection={<IconMailForward size={16} stroke={1.5} />} onClick={() => setOpen(true)}>
        {t('invite.open')}
      </Button>
      <SideDrawer opened={isOpen} onClose={() => setOpen(false)} title={t('invite.title')}>
        <InviteForm onClose={() => setOpen(false)} />
      </SideDrawer>
    </>
  )
}

type Answer = Out<typeof users.invite>

function InviteForm({ onClose }: { onClose: () => void }) {
  const t = useT()
  const { may } = useMe()
  const { language: own } = useLanguage()
  const wordsOf = useRefusalWords()
  const [typed, setTyped] = useState('')
  const [role, setRole] = useState('client')
  const [language, setLanguage] = useState<string>(own)
  const [organisation, setOrganisation] = useState<string | null>(null)
  const [known, setKnown] = useState<readonly string[]>([])
  const people = peopleIn(typed)

  const { run, isPending, problem, reset } = useCommand(users.invite, {
    onDone: ({ items }: Answer) => {
      const invited = items.filter(({ outcome }) => outcome === 'invited').length
      const refused = items.filter(({ outcome }) => outcome === 'known').map(({ email }) => email)
      if (invited > 0) toast(t('invite.sent', { count: invited }))
      if (refused.length === 0) return onClose()
      setKnown(refused)
      setTyped(refused.join('\n'))
    },
  })
  const refusedLines = (problem?.refusals ?? []).map((refusal) => {
    const index = Number(/^\/people\/(\d+)\//.exec(refusal.pointer)?.[1] ?? -1)
    return `${people[index]?.email ?? ''}: ${wordsOf(refusal, null)}`
  })

  function submit(event: FormEvent): void {
    event.preventDefault()
    setKnown([])
    const more = role === 'client' && organisation ? { organisation } : {}
    void run({ people, role: role as 'client', language: language as 'en', ...more })
  }
  // Who may not change people makes customers only.
  const roles = may(users.update.can) ? ROLES : (['client'] as const)
  const error =
    refusedLines.length > 0
      ? refusedLines.join('\n')
      : known.length > 0
        ? t('invite.known', { count: known.length })
        : null

  return (
    <form className={classes['form']} onSubmit={submit}>
      <p className="wn-quiet">{t('invite.text')}</p>
      <Textarea
        label={t('invite.people')}
        description={t('invite.people_help')}
        placeholder={'anna@example.com\nBobur Karimov <bobur@example.com>'}
        autosize
        minRows={4}
        maxRows={12}
        required
        withAsterisk={false}
        dir="ltr"
        error={error && <span className={classes['lines']}>{error}</span>}
        value={typed}
        onChange={(event) => {
          reset()
          setTyped(event.currentTarget.value)
        }}
      />
      <Select
        label={t('user.role')}
        allowDeselect={false}
        data={roles.map((value) => ({ value, label: t(`user.role.${value}`) }))}
        value={role}
        onChange={(value) => setRole(value!)}
      />
      {role === 'client' && (
        <ReferencePicker
          entity="organisation"
          label={t('user.organisation')}
          description={t('invite.organisation_help')}
          value={organisation}
          onChange={setOrganisation}
          clearable
        />
      )}
      <Select
        label={t('invite.language')}
        allowDeselect={false}
        data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
        value={language}
        onChange={(value) => setLanguage(value!)}
      />
      <ProblemAlert problem={refusedLines.length > 0 ? null : problem} />
      <div className="wn-actions">
        <Button type="submit" loading={isPending} disabled={people.length === 0}>
          {t('invite.send', { count: people.length })}
        </Button>
        <Button variant="subtle" color="gray" onClick={onClose}>
          {t('do.cancel')}
        </Button>
      </div>
    </form>
  )
}
