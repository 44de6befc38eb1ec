// Multinomial logistic regression over the words of a ticket: learned from what people chose, and able to say why.
// Softmax regression with AdaGrad (Duchi, Hazan, Singer 2011), features weighted by tf-idf and scaled to length one.
import { setImmediate as breathe } from 'node:timers/promises'
import { seenIn } from './features.ts'

export type Words = { title: string; description: string }
export type Example = Words & { category: string }
/** As it is kept: `weights` are 32-bit floats, a row of classes per feature, in base64. */
export type Model = { classes: string[]; features: string[]; idf: number[]; bias: number[]; weights: string }
/** `confidence` is the probability of the model; `words` those of the text that spoke for the category, the loudest first. */
export type Guess = { category: string; confidence: number; words: { word: string; weight: number }[] }
export type Classifier = { scoresOf: (text: Words) => Float32Array; guess: (text: Words, most?: number) => Guess[] }

/** A class that was seen less often is not known yet. */
export const FEWEST_OF_CLASS = 5
/** How much may be kept: features × classes. */
const MOST_WEIGHTS = 600_000
const MOST_FEATURES = 20_000
const FEW = 500
const EPOCHS = 12
const RATE = 0.1
const BIAS_RATE = 0.01
const BEGINNING_SQUARE = 0.1
const DECAY = 1e-5
const TOLD_WORDS = 5

type Vector = { at: Int32Array; by: Float32Array }

/** Learns; null where fewer than two categories were chosen often enough. The same examples give the same model. */
export async function train(examples: readonly Example[]): Promise<Model | null> {
  const model = await fit(examples)
  return model && cooled(model, await temperatureOf(examples))
}

/** How much surer than right a model is that was not shown a part of the examples (Guo et al. 2017): a divisor of its scores. */
async function temperatureOf(examples: readonly Example[]): Promise<number> {
  // Of many examples one part says enough; of few every one is needed.
  const folds = examples.length < FEW ? [0, 1, 2, 3, 4] : [0]
  const told: { scores: Float32Array; truth: number }[] = []
  for (const fold of folds) {
    const model = await fit(examples.filter((_, index) => index % 5 !== fold))
    if (!model) continue
    const { scoresOf } = classifierOf(model)
    for (const one of examples.filter((_, index) => index % 5 === fold))
      told.push({ scores: scoresOf(one), truth: model.classes.indexOf(one.category) })
  }
  const lossAt = (heat: number) =>
    told.reduce((sum, { scores, truth }) => {
      const shares = shared(scores.map((score) => score / heat))
      return sum - Math.log(Math.max(truth < 0 ? 0 : shares[truth]!, 1e-4))
    }, 0)
  // Never surer than it was learned: texts unlike the examples come, too.
  const heats = Array.from({ length: 25 }, (_, step) => 1.15 ** step)
  return heats.toSorted((a, b) => lossAt(a) - lossAt(b))[0]!
}

const cooled = (model: Model, heat: number): Model => ({
  ...model,
  bias: model.bias.map((one) => one / heat),
  weights: packed(unpacked(model.weights).map((one) => one / heat)),
})

async function fit(examples: readonly Example[]): Promise<Model | null> {
  const classes = frequent(examples.map(({ category }) => category)).toSorted()
  if (classes.length < 2) return null
  const known = examples.filter(({ category }) => classes.includes(category))
  const seen = known.map((one) => seenIn(one.title, one.description).flatMap(({ features }) => features))
  const { features, idf } = vocabulary(seen, Math.min(MOST_FEATURES, Math.floor(MOST_WEIGHTS / classes.length)))
  const places = new Map(features.map((feature, index) => [feature, index]))
  const vectors = seen.map((one) => vectorOf(one, places, idf))
  const targets = known.map(({ category }) => classes.indexOf(category))

  const width = classes.length
  const weights = new Float32Array(features.length * width)
  const squares = new Float32Array(features.length * width).fill(BEGINNING_SQUARE)
  const bias = new Float32Array(width)
  const order = vectors.map((_, index) => index)
  const scores = new Float32Array(width)
  let random = 1
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      // Park and Miller: the same order in every process.
      random = (random * 48_271) % 2_147_483_647
      const j = random % (i + 1)
      ;[order[i], order[j]] = [order[j]!, order[i]!]
    }
    for (const [step, index] of order.entries()) {
      if (step % 100 === 99) await breathe()
      const { at, by } = vectors[index]!
      scored(scores, vectors[index]!, weights, bias)
      shared(scores)
      scores[targets[index]!]! -= 1
      for (let f = 0; f < at.length; f++) {
        const row = at[f]! * width
        const share = by[f]!
        for (let c = 0; c < width; c++) {
          const place = row + c
          const slope = scores[c]! * share + DECAY * weights[place]!
          squares[place]! += slope * slope
          weights[place]! -= (RATE * slope) / Math.sqrt(squares[place]!)
        }
      }
      for (let c = 0; c < width; c++) bias[c]! -= BIAS_RATE * scores[c]!
    }
  }
  return { classes, features, idf, bias: [...bias], weights: packed(weights) }
}

const packed = (weights: Float32Array): string => Buffer.from(weights.buffer).toString('base64')
const unpacked = (kept: string): Float32Array => new Float32Array(new Uint8Array(Buffer.from(kept, 'base64')).buffer)

/** A model ready to be asked; a question takes well under a millisecond. */
export function classifierOf({ classes, features, idf, bias, weights: kept }: Model): Classifier {
  const weights = unpacked(kept)
  const places = new Map(features.map((feature, index) => [feature, index]))
  const base = Float32Array.from(bias)
  const vectorIn = (seen: ReturnType<typeof seenIn>) =>
    vectorOf(
      seen.flatMap((one) => one.features),
      places,
      idf,
    )
  return {
    scoresOf: ({ title, description }) =>
      scored(new Float32Array(classes.length), vectorIn(seenIn(title, description)), weights, base),
    guess(text, most = 3) {
      const seen = seenIn(text.title, text.description)
      const vector = vectorIn(seen)
      // What holds nothing known says nothing: the most frequent category is no guess.
      if (vector.at.length === 0) return []
      const scores = shared(scored(new Float32Array(classes.length), vector, weights, base))
      const share = new Map([...vector.at].map((place, index) => [place, vector.by[index]!]))
      const best = classes.map((_, index) => index).toSorted((a, b) => scores[b]! - scores[a]!)
      return best.slice(0, most).map((c) => ({
        category: classes[c]!,
        confidence: Number(scores[c]!.toFixed(4)),
        words: loudest(seen, (feature) => {
          const place = places.get(feature)
          if (place === undefined) return 0
          const row = weights.subarray(place * classes.length, (place + 1) * classes.length)
          const mean = row.reduce((sum, weight) => sum + weight, 0) / row.length
          return (row[c]! - mean) * share.get(place)!
        }),
      }))
    },
  }
}

function loudest(seen: ReturnType<typeof seenIn>, weigh: (feature: string) => number): Guess['words'] {
  const sums = new Map<string, number>()
  for (const { word, features } of seen)
    if (!sums.has(word))
      sums.set(
        word,
        features.reduce((sum, feature) => sum + weigh(feature), 0),
      )
  return [...sums]
    .filter(([, weight]) => weight > 0.05)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, TOLD_WORDS)
    .map(([word, weight]) => ({ word, weight: Number(weight.toFixed(3)) }))
}

function scored(into: Float32Array, { at, by }: Vector, weights: Float32Array, bias: Float32Array): Float32Array {
  const width = into.length
  into.set(bias)
  for (let f = 0; f < at.length; f++) {
    const share = by[f]!
    for (let c = 0, row = at[f]! * width; c < width; c++) into[c]! += weights[row + c]! * share
  }
  return into
}

/** Scores become shares of one, in their place. */
function shared(scores: Float32Array): Float32Array {
  const most = Math.max(...scores)
  let sum = 0
  for (let c = 0; c < scores.length; c++) sum += scores[c] = Math.exp(scores[c]! - most)
  for (let c = 0; c < scores.length; c++) scores[c]! /= sum
  return scores
}

function vectorOf(features: readonly string[], places: ReadonlyMap<string, number>, idf: readonly number[]): Vector {
  const counts = new Map<number, number>()
  for (const feature of features) {
    const place = places.get(feature)
    if (place !== undefined) counts.set(place, (counts.get(place) ?? 0) + 1)
  }
  const at = Int32Array.from(counts.keys())
  const by = Float32Array.from([...counts].map(([place, count]) => (1 + Math.log(count)) * idf[place]!))
  const length = Math.hypot(...by) || 1
  return { at, by: by.map((one) => one / length) }
}

/** What occurs in two examples at least, the most frequent first. */
function vocabulary(seen: readonly string[][], most: number) {
  const counts = new Map<string, number>()
  for (const one of seen) for (const feature of new Set(one)) counts.set(feature, (counts.get(feature) ?? 0) + 1)
  const kept = [...counts]
    .filter(([, count]) => count > 1)
    .toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, most)
  return {
    features: kept.map(([feature]) => feature),
    idf: kept.map(([, count]) => Number(Math.log((1 + seen.length) / count).toFixed(4))),
  }
}

function frequent(categories: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const one of categories) counts.set(one, (counts.get(one) ?? 0) + 1)
  return [...counts].filter(([, count]) => count >= FEWEST_OF_CLASS).map(([category]) => category)
}
