import type { In } from '#kernel/contract/index.ts'
import type { imports } from '../../contract.ts'

/** Changes how the open import is read, mapped or written. */
export type Change = (wanted: Omit<In<typeof imports.update>, 'id'>) => void
