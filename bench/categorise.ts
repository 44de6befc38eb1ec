// How well tickets are put into categories, on the demo's texts: `npm run bench -- --only categorise`.
import { DEMO_DESKS, loadDemoDesk, type DemoDeskKey } from '#modules/support/demo/server/content/demo-desk.ts'
import { volumeTicket } from '#modules/support/demo/server/content/volume/volume-ticket.ts'
import { classifierOf, type Example, train } from '#modules/support/tickets/server/categorising/classifier.ts'
import { byKeywords } from '#modules/support/tickets/server/categorising/keywords.ts'
import {
  crossMeasure,
  measure,
  type Measured,
  mostFrequentOf,
} from '#modules/support/tickets/server/categorising/measure.ts'

const THRESHOLD = 0.8
const percent = (share: number) => `${(share * 100).toFixed(1)} %`
const row = (name: string, { accuracy, coverage, precision_set, baseline, tested }: Measured) =>
  console.log(
    `| ${[name, tested, percent(baseline), percent(accuracy), percent(coverage), coverage ? percent(precision_set) : '–'].join(' | ')} |`,
  )

const written = (desk: DemoDeskKey): Example[] =>
  loadDemoDesk(desk).tickets.map(({ title, description, category }) => ({ title, description, category }))

/** Made from templates. */
const made = (desk: DemoDeskKey, count: number): Example[] =>
  Array.from({ length: count }, (_, n) => {
    const { title, description, category } = volumeTicket(n, desk)
    return { title, description, category }
  })

/** Names the template by what its title has besides numbers and names: a quarter of them is never shown. */
const familyOf = ({ title }: Example) => title.replaceAll(/[\d\p{Lu}][^\s]*/gu, '#').slice(0, 24)

/** Keywords as the demo's categories have them: said before anybody counted, so every text is a test. */
function keyed(desk: DemoDeskKey): Measured {
  const rules = loadDemoDesk(desk).categories.map(({ key, keywords }) => ({ id: key, keywords }))
  const tests = written(desk)
  const said = tests.map((one) => ({ truth: one.category, guess: byKeywords(rules, one)?.category }))
  const set = said.filter(({ guess }) => guess !== undefined)
  const right = set.filter(({ truth, guess }) => truth === guess).length
  const most = mostFrequentOf(tests)
  return {
    accuracy: right / tests.length,
    coverage: set.length / tests.length,
    precision_set: right / set.length,
    baseline: tests.filter(({ category }) => category === most).length / tests.length,
    tested: tests.length,
  }
}

/** Prints the table of docs/categorisation.md and what learning and guessing cost. */
export async function categorise(): Promise<void> {
  console.log('| texts | tested | most frequent | accuracy | set at 0.8 | right of those |')
  console.log('|---|---|---|---|---|---|')
  for (const desk of DEMO_DESKS) {
    row(`${desk}: by hand, keywords`, keyed(desk))
    row(`${desk}: by hand, 5 folds`, await crossMeasure(written(desk), THRESHOLD))
    const all = made(desk, 2_500)
    const [shown, tests] = [all.slice(0, 2_000), all.slice(2_000)]
    const began = performance.now()
    const model = (await train(shown))!
    const took = performance.now() - began
    row(`${desk}: templates, seen ones`, measure(classifierOf(model), tests, THRESHOLD, mostFrequentOf(shown)))
    const families = [...new Set(all.map(familyOf))].toSorted()
    const held = new Set(families.filter((_, index) => index % 4 === 0))
    const rest = all.filter((one) => !held.has(familyOf(one)))
    const unseen = all.filter((one) => held.has(familyOf(one)))
    const other = await train(rest)
    if (other)
      row(`${desk}: templates, held out`, measure(classifierOf(other), unseen, THRESHOLD, mostFrequentOf(rest)))
    row(`${desk}: templates → by hand`, measure(classifierOf(model), written(desk), THRESHOLD, mostFrequentOf(shown)))
    const classifier = classifierOf(model)
    const asked = performance.now()
    for (const one of tests) classifier.guess(one)
    console.log(
      `  2,000 examples learned in ${Math.round(took)} ms, ${model.features.length} features, ${Math.round(JSON.stringify(model).length / 1024)} kB; a guess ${((performance.now() - asked) / tests.length).toFixed(3)} ms`,
    )
  }
}
