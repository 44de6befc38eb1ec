// One currency's months, each with its owners.
import { Fragment } from 'react'
import { Reference, useFormat, useT } from '#kernel/web/index.tsx'
import classes from './forecast.module.css'
import type { Figures, InCurrency } from './totals.ts'

export function ForecastTable({ of: { currency, months, total } }: { of: InCurrency }) {
  const t = useT()
  const format = useFormat()
  return (
    <div className={classes['scroll']} role="region" aria-label={currency} tabIndex={0}>
      <table className={classes['table']}>
        <caption>{t(`deal.currency.${currency}`)}</caption>
        <thead>
          <tr>
            <th scope="col">{t('forecast.month_owner')}</th>
            <th scope="col">{t('forecast.open')}</th>
            <th scope="col">{t('forecast.sum')}</th>
            <th scope="col">{t('forecast.weighted')}</th>
            <th scope="col">{t('forecast.won')}</th>
            <th scope="col">{t('forecast.won_sum')}</th>
          </tr>
        </thead>
        <tbody>
          {months.map((one) => (
            <Fragment key={one.month}>
              <tr className={classes['month']}>
                <th scope="rowgroup">{one.month === 'none' ? t('forecast.no_month') : format.month(one.month)}</th>
                <Cells of={one.total} currency={currency} />
              </tr>
              {one.owners.map((item) => (
                <tr key={item.owner ?? 'none'}>
                  <th scope="row" className={classes['owner']}>
                    {item.owner ? <Reference entity="user" id={item.owner} plain /> : t('forecast.no_owner')}
                  </th>
                  <Cells of={item} currency={currency} />
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
        <tfoot>
          <tr className={classes['month']}>
            <th scope="row">{t('forecast.total')}</th>
            <Cells of={total} currency={currency} />
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

function Cells({ of, currency }: { of: Figures; currency: string }) {
  const format = useFormat()
  const money = (amount: number) => format.money(amount / 100, currency)
  return (
    <>
      <td>{format.number(of.open)}</td>
      <td>{money(of.sum)}</td>
      <td>{money(of.weighted)}</td>
      <td>{format.number(of.won)}</td>
      <td>{money(of.won_sum)}</td>
    </>
  )
}
