// What is measured: counters and histograms that a process keeps, and gauges that are read when somebody asks. Names and units
// follow Prometheus practice: `workernet_<what>_<unit>`, counters end in `_total`, times are seconds.
import type { Platform } from '../context.ts'

export type Labels = Record<string, string>
export type Sample = { value: number; labels?: Labels; metricName?: string }

/** One metric as a module declares it in its manifest (`metrics: […]`). */
export type Metric = {
  name: string
  help: string
  type: 'counter' | 'gauge' | 'histogram'
  /** Asked at every scrape, at most for a few seconds; what it costs must not grow with the data. */
  collect: (platform: Platform) => readonly Sample[] | Promise<readonly Sample[]>
}
export type Counter = Metric & { add(labels?: Labels, by?: number): void }
export type Histogram = Metric & {
  /** The series of some labels: get it once and keep it, observing costs some 20 ns. `seconds` or what the name says. */
  series(labels: Labels): { observe(value: number): void }
}

/** Counts in this process what happens; labels must come from a short list, never from people. */
export function counter(name: string, help: string): Counter {
  const series = new Map<string, { value: number; labels: Labels }>()
  return {
    name,
    help,
    type: 'counter',
    collect: () => [...series.values()],
    add(labels = {}, by = 1) {
      const key = JSON.stringify(labels)
      const known = series.get(key)
      if (known) known.value += by
      else series.set(key, { value: by, labels })
    },
  }
}

/** Reads a state when it is asked for; a figure of the whole platform is the same in every process. */
export const gauge = (name: string, help: string, collect: Metric['collect']): Metric => ({
  name,
  help,
  type: 'gauge',
  collect,
})

/** A total that something else counts already. */
export const total = (name: string, help: string, collect: Metric['collect']): Metric => ({
  name,
  help,
  type: 'counter',
  collect,
})

export function histogram(name: string, help: string, bounds: readonly number[]): Histogram {
  const all: { labels: Labels; counts: Float64Array; sum: number }[] = []
  return {
    name,
    help,
    type: 'histogram',
    series(labels) {
      const one = { labels, counts: new Float64Array(bounds.length + 1), sum: 0 }
      all.push(one)
      return {
        observe(value) {
          let place = 0
          while (place < bounds.length && value > bounds[place]!) place++
          one.counts[place]! += 1
          one.sum += value
        },
      }
    },
    collect: () =>
      all.flatMap(({ labels, counts, sum }) => {
        let below = 0
        const buckets = [...counts].map((count, place) => ({
          metricName: `${name}_bucket`,
          labels: { ...labels, le: place < bounds.length ? String(bounds[place]) : '+Inf' },
          value: (below += count),
        }))
        return [
          ...buckets,
          { metricName: `${name}_sum`, labels, value: sum },
          { metricName: `${name}_count`, labels, value: below },
        ]
      }),
  }
}
