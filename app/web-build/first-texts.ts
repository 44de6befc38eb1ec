// Parts every catalogue in two: the words that a first visit may show, and the rest, which comes a moment later.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'vite'
import { FIRST, FIRST_WORDS, LATER_WORDS } from './first-visit.ts'
import { sourcesOf } from './sources.ts'

type Tree = { [key: string]: string | Tree }

const plain = /'([^'\\\n]*)'|"([^"\\\n]*)"|`([^`\\$\n]*)`/g
const beginning = /`([\w-]+(?:\.[\w-]+)*[._])\$\{/g
const catalogue = /[\\/]text[\\/](?:ru|en|uz|ar)\.json$/

/**
 * A catalogue (`…/text/ru.json`) becomes a module with the first words as `default` and `rest()`, which loads the others.
 * First is what the sources of a first visit name, so nobody keeps a list; a word that is missed only comes later.
 */
export function firstTexts(root: string): Plugin {
  let isFirst: (key: string) => boolean
  return {
    name: 'first-texts',
    apply: 'build',
    enforce: 'pre',
    buildStart() {
      isFirst = firstKeys(root)
    },
    resolveId(source, importer) {
      if (/\.json\.(first|rest)$/.test(source)) return source
      if (!importer || !catalogue.test(source)) return null
      return `${path.resolve(path.dirname(importer), source)}.first`
    },
    load(id) {
      const [, file, part] = /^(.*\.json)\.(first|rest)$/.exec(id) ?? []
      if (!file) return null
      this.addWatchFile(file)
      const tree = JSON.parse(readFileSync(file, 'utf8')) as Tree
      const words = JSON.stringify(only(tree, (key) => isFirst(key) === (part === 'first')))
      const more = part === 'first' ? `\nexport const rest = () => import(${JSON.stringify(`${file}.rest`)})` : ''
      return `export default ${words}${more}`
    },
  }
}

function firstKeys(root: string): (key: string) => boolean {
  const [literals, beginnings] = [new Set<string>(), [...FIRST_WORDS]]
  for (const file of sourcesOf(root, FIRST)) {
    const code = readFileSync(path.join(root, file), 'utf8')
    for (const match of code.matchAll(plain)) literals.add(match[1] ?? match[2] ?? match[3] ?? '')
    for (const [, start] of code.matchAll(beginning)) beginnings.push(start!)
  }
  return (key) =>
    !LATER_WORDS.test(key) &&
    (literals.has(key) ||
      literals.has(key.replace(/_(zero|one|two|few|many|other)$/, '')) ||
      beginnings.some((start) => key.startsWith(start)))
}

/** The texts whose whole key passes. */
function only(tree: Tree, passes: (key: string) => boolean, prefix = ''): Tree {
  const kept = Object.entries(tree).flatMap(([key, value]): [string, string | Tree][] => {
    if (typeof value === 'string') return passes(prefix + key) ? [[key, value]] : []
    const inner = only(value, passes, `${prefix}${key}.`)
    return Object.keys(inner).length > 0 ? [[key, inner]] : []
  })
  return Object.fromEntries(kept)
}
