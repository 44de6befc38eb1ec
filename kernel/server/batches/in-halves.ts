// Work on many at once that one of them may spoil.
import { Problem } from '../../contract/index.ts'

/**
 * Does `work` for all; where it fails, for each half, down to the one that it fails for, which `alone` is given with its
 * error. `work` must do all or nothing. In order: nothing is begun before what stands before it is done. Where the database
 * is away nothing is tried again.
 */
export async function inHalves<T>(
  all: readonly T[],
  work: (some: readonly T[]) => Promise<void>,
  alone: (one: T, error: unknown) => Promise<void>,
): Promise<void> {
  if (all.length === 0) return
  try {
    await work(all)
    return
  } catch (error) {
    if (error instanceof Problem && error.status === 503) throw error
    if (all.length === 1) return alone(all[0]!, error)
  }
  const middle = Math.ceil(all.length / 2)
  await inHalves(all.slice(0, middle), work, alone)
  await inHalves(all.slice(middle), work, alone)
}
