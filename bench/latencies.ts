/** In milliseconds; zeros when nothing was measured. */
export type Latencies = { p50: number; p95: number; p99: number; max: number }

/** Percentiles by nearest rank. */
export function latencies(times: readonly number[]): Latencies {
  const sorted = Float64Array.from(times).toSorted()
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
}
