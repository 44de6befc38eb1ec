// What PostgreSQL's values become in JavaScript: strings stay strings, so that a row is its own JSON.
import pg from 'pg'

const { builtins } = pg.types

/** `2026-11-21 01:25:51.123+00` → `2026-11-21T01:25:51.123Z`; sessions run in UTC. */
export const instantOf = (text: string) => `${text.slice(0, 10)}T${text.slice(11, -3)}Z`

const own: Record<number, (text: string) => unknown> = {
  [builtins.TIMESTAMPTZ]: instantOf,
  [builtins.DATE]: (text) => text,
  [builtins.INT8]: Number,
}

export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => own[oid] ?? pg.types.getTypeParser(oid, format as 'text'),
}
