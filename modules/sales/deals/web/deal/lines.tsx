// What a deal sells, line by line, with what it adds up to.
import { ActionIcon, Button, NumberInput, SegmentedControl, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { AsideHead, ProblemAlert, useCommand, useFormat, useMe, useT } from '#kernel/web/index.tsx'
import { type DealLine, type DealRow, deals, lineTotal, linesTotal, taxesOf } from '../../contract.ts'
import classes from '../board/board.module.css'

const EMPTY: DealLine = { name: '', quantity: 1, price: 0, discount: 0 }

export function Lines({ deal }: { deal: DealRow }) {
  const t = useT()
  const format = useFormat()
  const { may } = useMe()
  const [added, setAdded] = useState<DealLine | null>(null)
  const { run, problem, isPending } = useCommand(deals.update, { onDone: () => setAdded(null) })
  const money = (amount: number) => format.money(amount / 100, deal.currency)
  const save = (lines: DealLine[]) => void run({ id: deal.id, lines }, { version: deal.version })
  const isAllowed = may(deals.update.can)
  const taxes = taxesOf(deal.lines, deal.tax_included)
  return (
    <section className={classes['related']} aria-label={t('deal.lines')}>
      <AsideHead
        title={t('deal.lines')}
        add={t('deals.line_add')}
        onAdd={isAllowed && !added ? () => setAdded(EMPTY) : undefined}
      />
      {deal.lines.length === 0 && !added && <p className="wn-quiet">{t('deals.no_lines')}</p>}
      <ul>
        {deal.lines.map((line, index) => (
          <li key={index} className={classes['sold']}>
            <bdi>{line.name}</bdi>
            <span className="wn-quiet">
              {t(line.discount > 0 ? 'deals.line' : 'deals.line_plain', {
                quantity: format.number(line.quantity),
                price: money(line.price),
                discount: format.number(line.discount),
                total: money(lineTotal(line)),
              })}
              {line.tax !== undefined && ` · ${t('deals.line_taxed', { rate: format.number(line.tax) })}`}
            </span>
            {isAllowed && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                data-hint={t('do.take_away')}
                aria-label={t('do.take_away')}
                onClick={() => save(deal.lines.filter((_line, at) => at !== index))}
              >
                <IconX size={14} stroke={1.5} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {taxes.length > 0 && (
        <SegmentedControl
          fullWidth
          size="xs"
          mt={8}
          aria-label={t('deals.taxes')}
          disabled={!isAllowed || isPending}
          value={deal.tax_included ? 'within' : 'on_top'}
          onChange={(value) => void run({ id: deal.id, tax_included: value === 'within' }, { version: deal.version })}
          data={['within', 'on_top'].map((value) => ({ value, label: t(`deals.taxes.${value}`) }))}
        />
      )}
      {taxes.length > 0 && (
        <ul>
          {taxes.map(({ rate, net, tax }) => (
            <li key={rate} className="wn-quiet">
              {t('deals.tax_of', { rate: format.number(rate), net: money(net), tax: money(tax) })}
            </li>
          ))}
        </ul>
      )}
      {deal.lines.length > 0 && (
        <strong style={{ display: 'block' }}>
          {t('deals.sum', { sum: money(linesTotal(deal.lines, deal.tax_included) ?? 0) })}
        </strong>
      )}
      <ProblemAlert problem={problem} />
      {added && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            save([...deal.lines, added])
          }}
        >
          <TextInput
            label={t('deals.line_name')}
            required
            value={added.name}
            onChange={(event) => setAdded({ ...added, name: event.currentTarget.value })}
          />
          <NumberInput
            label={t('deals.line_quantity')}
            min={0.001}
            decimalScale={3}
            value={added.quantity}
            onChange={(value) => setAdded({ ...added, quantity: Number(value) })}
          />
          <NumberInput
            label={t('deals.line_price')}
            min={0}
            decimalScale={2}
            value={added.price / 100}
            onChange={(value) => setAdded({ ...added, price: Math.round(Number(value) * 100) })}
          />
          <NumberInput
            label={t('deals.line_discount')}
            min={0}
            max={100}
            decimalScale={2}
            value={added.discount}
            onChange={(value) => setAdded({ ...added, discount: Number(value) })}
          />
          <NumberInput
            label={t('deals.line_tax')}
            placeholder={t('deals.line_untaxed')}
            min={0}
            max={100}
            decimalScale={2}
            value={added.tax ?? ''}
            onChange={(value) => {
              const { tax: _tax, ...rest } = added
              setAdded(value === '' ? rest : { ...rest, tax: Number(value) })
            }}
          />
          <Button type="submit" mt="sm" loading={isPending} disabled={!added.name.trim()}>
            {t('deals.line_add')}
          </Button>
        </form>
      )}
    </section>
  )
}
