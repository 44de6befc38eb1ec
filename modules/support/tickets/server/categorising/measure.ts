// How well a classifier does on examples it was not shown.
import { type Classifier, classifierOf, type Example, train } from './classifier.ts'

/** Shares of one. `coverage`: set by themselves at the threshold; `precision_set`: of those, right. */
export type Measured = { accuracy: number; coverage: number; precision_set: number; baseline: number; tested: number }

export function measure(
  classifier: Classifier,
  tests: readonly Example[],
  threshold: number,
  mostFrequent: string,
): Measured {
  const guesses = tests.map((one) => ({ truth: one.category, guess: classifier.guess(one, 1)[0] }))
  const right = guesses.filter(({ truth, guess }) => guess?.category === truth)
  const set = guesses.filter(({ guess }) => guess && guess.confidence >= threshold)
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole)
  return {
    accuracy: share(right.length, tests.length),
    coverage: share(set.length, tests.length),
    precision_set: share(set.filter(({ truth, guess }) => guess!.category === truth).length, set.length),
    baseline: share(tests.filter(({ category }) => category === mostFrequent).length, tests.length),
    tested: tests.length,
  }
}

export function mostFrequentOf(examples: readonly Example[]): string {
  const counts = new Map<string, number>()
  for (const { category } of examples) counts.set(category, (counts.get(category) ?? 0) + 1)
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? ''
}

/** Learns from four of five and asks about the fifth, each of them once: every example is a test exactly once. */
export async function crossMeasure(examples: readonly Example[], threshold: number, folds = 5): Promise<Measured> {
  const all: Measured[] = []
  for (let fold = 0; fold < folds; fold++) {
    const tests = examples.filter((_, index) => index % folds === fold)
    const shown = examples.filter((_, index) => index % folds !== fold)
    const model = await train(shown)
    if (model) all.push(measure(classifierOf(model), tests, threshold, mostFrequentOf(shown)))
  }
  const tested = all.reduce((sum, one) => sum + one.tested, 0)
  const mean = (of: (one: Measured) => number, weigh = (one: Measured) => one.tested) => {
    const weight = all.reduce((sum, one) => sum + weigh(one), 0)
    return weight === 0 ? 0 : all.reduce((sum, one) => sum + of(one) * weigh(one), 0) / weight
  }
  return {
    accuracy: mean((one) => one.accuracy),
    coverage: mean((one) => one.coverage),
    precision_set: mean(
      (one) => one.precision_set,
      (one) => one.coverage * one.tested,
    ),
    baseline: mean((one) => one.baseline),
    tested,
  }
}
