// The people of a client, beside its page.
import { ActionIcon } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { IconPencil, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Out } from '#kernel/contract/index.ts'
import {
  AsideHead,
  Confirm,
  EntityForm,
  ProblemAlert,
  SideDrawer,
  useAction,
  useCommand,
  useLive,
  useMe,
  useT,
} from '#kernel/web/index.tsx'
import { type ClientRow, Contact, contacts } from '../../contract.ts'
import classes from '../clients.module.css'

type Person = Out<typeof contacts.list>['items'][number]

export function Contacts({ client }: { client: ClientRow }) {
  const t = useT()
  const { may } = useMe()
  const cache = useQueryClient()
  const { id } = client
  const { data, error } = useAction(contacts.list, { id })
  const again = () => void cache.invalidateQueries({ queryKey: [contacts.list.name] })
  useLive([`client:${id}`], again)
  const [edited, setEdited] = useState<Partial<Person> | null>(null)
  const [removed, setRemoved] = useState<Person | null>(null)
  const remove = useCommand(contacts.remove, {
    onDone: () => {
      setRemoved(null)
      again()
    },
  })
  const done = () => {
    setEdited(null)
    again()
  }
  return (
    <section className={classes['section']}>
      <AsideHead
        title={t('client_contact.many')}
        add={t('clients.add_contact')}
        onAdd={may(contacts.create.can) ? () => setEdited({}) : undefined}
      />
      <ProblemAlert problem={error} />
      {data?.items.length === 0 && <p className="wn-quiet">{t('clients.no_contacts')}</p>}
      <ul className={classes['people']}>
        {data?.items.map((one) => (
          <li key={one.id}>
            <div>
              <p>
                <b dir="auto">{one.name}</b>
                {one.is_main && ` · ${t('clients.main')}`}
              </p>
              {one.job && <p className="wn-quiet">{one.job}</p>}
              {one.email && <p>{isolated(one.email)}</p>}
              {one.phone && <p>{isolated(one.phone)}</p>}
            </div>
            {may(contacts.update.can) && (
              <span>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('clients.edit_contact', { name: one.name })}
                  onClick={() => setEdited(one)}
                >
                  <IconPencil size={14} stroke={1.5} />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('clients.remove_contact', { name: one.name })}
                  onClick={() => setRemoved(one)}
                >
                  <IconTrash size={14} stroke={1.5} />
                </ActionIcon>
              </span>
            )}
          </li>
        ))}
      </ul>
      <SideDrawer title={t('client_contact.one')} opened={edited !== null} onClose={() => setEdited(null)}>
        {edited?.id ? (
          <EntityForm
            of={Contact}
            command={contacts.update}
            start={edited}
            also={{ id, contact: edited.id }}
            onDone={done}
            onCancel={() => setEdited(null)}
          />
        ) : (
          <EntityForm
            of={Contact}
            command={contacts.create}
            also={{ id }}
            submitLabel={t('clients.add_contact')}
            onDone={done}
            onCancel={() => setEdited(null)}
          />
        )}
      </SideDrawer>
      {removed && (
        <Confirm
          title={t('clients.remove_contact', { name: removed.name })}
          verb={t('do.delete')}
          isPending={remove.isPending}
          problem={remove.problem}
          onConfirm={() => void remove.run({ id, contact: removed.id })}
          onClose={() => setRemoved(null)}
        >
          {t('clients.remove_contact_text')}
        </Confirm>
      )}
    </section>
  )
}

/** From left to right in any language, and standing where its line begins. */
const isolated = (words: string) => <bdi dir="ltr">{words}</bdi>
