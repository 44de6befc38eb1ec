// What is known of other drafts of this answer: one's own from elsewhere, and those of colleagues.
import { Button } from '@mantine/core'
import { Reference, Time, useCommand, useT } from '#kernel/web/index.tsx'
import { drafts } from '../../../contract/composing/draft.ts'
import { useRefusal } from '../../ticket/refusal.ts'
import { bothOf } from './step.ts'
import type { Stored } from './use-sync.ts'
import classes from './draft-lines.module.css'

type Choice = { text: string; asked: Stored; onMine: (text?: string) => void; onTheirs: (row: Stored) => void }

/** Both were changed: nothing is lost before somebody chose. */
export function DraftChoice({ text, asked, onMine, onTheirs }: Choice) {
  const t = useT()
  return (
    <div role="alertdialog" aria-label={t('tickets.draft_elsewhere')} className={classes['line']}>
      <strong>{t('tickets.draft_elsewhere')}</strong>
      <p dir="auto" className={classes['text']}>
        {asked.text}
      </p>
      <div className={classes['ways']}>
        <Button size="xs" onClick={() => onMine(bothOf(text, asked.text))}>
          {t('tickets.draft_both')}
        </Button>
        <Button size="xs" variant="default" onClick={() => onMine()}>
          {t('tickets.draft_mine')}
        </Button>
        <Button size="xs" variant="default" onClick={() => onTheirs(asked)}>
          {t('tickets.draft_theirs')}
        </Button>
      </div>
    </div>
  )
}

export function ColleaguesDrafts({ of, onTaken }: { of: readonly Stored[]; onTaken: (row: Stored) => void }) {
  return of.map((draft) => <ColleaguesDraft key={draft.id} draft={draft} onTaken={onTaken} />)
}

function ColleaguesDraft({ draft, onTaken }: { draft: Stored; onTaken: (row: Stored) => void }) {
  const t = useT()
  const onProblem = useRefusal()
  const take = useCommand(drafts.take, { onDone: onTaken, onProblem })
  return (
    <div className={classes['line']} role="status">
      <span>
        <Reference entity="user" id={draft.author} plain /> · {t(`tickets.draft_of_${draft.mode}`)} ·{' '}
        <Time at={draft.updated_at} />
      </span>
      {draft.shared && (
        <>
          <p dir="auto" className={classes['text']}>
            {draft.text}
          </p>
          <div className={classes['ways']}>
            <Button
              size="xs"
              variant="default"
              loading={take.isPending}
              onClick={() => void take.run({ id: draft.ticket, draft: draft.id })}
            >
              {t('tickets.draft_take')}
            </Button>
          </div>
        </>
      )}
    </div>
  )
}
