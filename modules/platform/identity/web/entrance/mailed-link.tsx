// What stands behind the hash of a mailed link, looked up once.
import { Button, Skeleton } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import type * as z from 'zod'
import { Problem, type Refusal } from '#kernel/contract/index.ts'
import {
  Entry,
  EntryFoot,
  ProblemAlert,
  RemoteProblem,
  useCall,
  useLanguage,
  useRefusalWords,
  useT,
} from '#kernel/web/index.tsx'
import { type Link, passwords } from '../../contract.ts'

export type MailedLink = z.output<typeof Link>
type Props = {
  purpose: MailedLink['purpose']
  title: string
  children: (link: MailedLink, token: string) => ReactNode
}

/** Draws its children for a link that is good; for any other one what to do instead. */
export function WithMailedLink({ purpose, title, children }: Props) {
  const t = useT()
  const call = useCall()
  const { setLanguage } = useLanguage()
  const [token] = useState(() => location.hash.slice(1))
  const [found, setFound] = useState<MailedLink | Problem | null>(null)
  useEffect(() => {
    call(passwords.link, { token: token.slice(0, 200) }).then(
      (link) => {
        setFound(link.purpose === purpose ? link : new Problem('link.unknown', 404))
        void setLanguage(link.language)
      },
      (error: unknown) => {
        if (!(error instanceof Problem)) throw error
        setFound(error)
      },
    )
  }, [call, token, purpose]) // oxlint-disable-line react/exhaustive-deps

  if (found instanceof Problem)
    return (
      <Entry title={title}>
        <ProblemAlert problem={found} untitled />
        <EntryFoot>
          {purpose === 'reset' ? (
            <Button component="a" href="/forgot-password" fullWidth>
              {t('forgot.again')}
            </Button>
          ) : (
            <a href="/">{t('forgot.to_sign_in')}</a>
          )}
        </EntryFoot>
      </Entry>
    )
  if (!found)
    return (
      <Entry title={title}>
        <Skeleton height={160} mt={16} />
      </Entry>
    )
  return children(found, token)
}

/** What of a refusal belongs to a field, in words. */
export function useErrorAt(problem: Problem | null): (field: string) => string | null {
  const wordsOf = useRefusalWords()
  const remote = problem instanceof RemoteProblem ? problem : null
  return (field) => {
    const refused = (problem?.refusals ?? []).filter(({ pointer }: Refusal) => pointer === `/${field}`)
    return refused.length === 0 ? null : refused.map((refusal) => wordsOf(refusal, remote)).join('. ')
  }
}
