// The fields that the organisation added to its clients, each saved when it is left.
import { CustomFields, useCommand, useCustomFields, useT } from '#kernel/web/index.tsx'
import { clients, type ClientRow } from '../../contract.ts'
import classes from '../clients.module.css'

export function OwnFields({ client }: { client: ClientRow }) {
  const t = useT()
  const fields = useCustomFields('client')
  const { run, problem } = useCommand(clients.update)
  if (fields.length === 0) return null
  return (
    <section className={classes['section']} aria-label={t('clients.own_fields')}>
      <h2>{t('clients.own_fields')}</h2>
      <CustomFields
        entity="client"
        isPanel
        record={client}
        values={client.custom}
        problem={problem}
        onChange={(key, value) => void run({ id: client.id, custom: { [key]: value } })}
      />
    </section>
  )
}
