import type { ReactNode } from 'react'
import classes from './facts.module.css'

export type FactsProps = { of: readonly (readonly [name: string, value: ReactNode])[] }

/** Names and what they stand for; empty ones are left out. */
export function Facts({ of }: FactsProps) {
  return (
    <dl className={classes['facts']}>
      {of
        .filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false)
        .map(([name, value]) => [
          <dt key={`${name} name`}>{name}</dt>,
          <dd key={name}>{typeof value === 'string' ? <bdi>{value}</bdi> : value}</dd>,
        ])}
    </dl>
  )
}
