/**
 * Does work for many side by side in one transaction: their statements travel together, and none waits for another's
 * answer. Ends when all have ended, so that nothing speaks any more when the transaction is given up; throws what was thrown
 * first in their order. Only for work of which none needs what another writes, and none takes something back (`attempt`).
 */
export async function together<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const ended = await Promise.allSettled(all.map(work))
  return ended.map((one) => {
    if (one.status === 'rejected') throw one.reason
    return one.value
  })
}
