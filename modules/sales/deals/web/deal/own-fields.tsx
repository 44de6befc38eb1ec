// The fields that the organisation added to its deals, each saved when it is left.
import { CustomFields, useCommand, useCustomFields, useT } from '#kernel/web/index.tsx'
import { Deal, type DealRow, deals } from '../../contract.ts'
import classes from '../board/board.module.css'

export function OwnFields({ deal }: { deal: DealRow }) {
  const t = useT()
  const fields = useCustomFields(Deal.name)
  const { run, problem } = useCommand(deals.update)
  if (fields.length === 0) return null
  return (
    <section className={classes['related']} aria-label={t('deals.own_fields')}>
      <h2>{t('deals.own_fields')}</h2>
      <CustomFields
        entity={Deal.name}
        isPanel
        record={deal}
        values={deal.custom}
        problem={problem}
        onChange={(key, value) => void run({ id: deal.id, custom: { [key]: value } })}
      />
    </section>
  )
}
