// How close the rows of a list stand.
export const DENSITIES = ['compact', 'normal', 'comfortable'] as const
export type Density = (typeof DENSITIES)[number]

/** The height of a table's row, in px. */
export const ROW_HEIGHT: Record<Density, number> = { compact: 32, normal: 40, comfortable: 52 }
