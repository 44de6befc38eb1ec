// Keeps the contracts of modules out of a first visit that nobody needs there. A manifest names permissions, slots and actions of
// its module, and would bring the whole contract for them: here permissions and slots become what they say, and a call brings its
// contract with it when it is made. Whoever writes a manifest need not know of it.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'
import { PARTS } from './first-visit.ts'
import { sourcesOf } from './sources.ts'

type Node = { type: string; start: number; end: number; [part: string]: unknown }
type Values = Readonly<Record<string, unknown>>
/** What a source's contract exports; null = its import stays as it is. */
export type ValuesOf = (source: string) => Promise<Values | null>

export function lateContracts(root: string): Plugin {
  let manifests: Set<string>
  let needed: Set<string>
  return {
    name: 'late-contracts',
    apply: 'build',
    enforce: 'pre',
    buildStart() {
      manifests = manifestsOf(root)
      needed = sourcesOf(root, Object.values(PARTS).flat(), (file) => manifests.has(file))
    },
    async transform(code, id) {
      const file = path.relative(root, id)
      if (!manifests.has(file)) return null
      const ast = this.parse(code, { lang: 'tsx' }) as unknown as Node
      const late = await withLateContracts(code, ast, async (source) => {
        const target = source.startsWith('#') ? source.slice(1) : path.join(path.dirname(file), source)
        if (!/[\\/]contract(\.ts$|[\\/])/.test(target) || target.startsWith('kernel') || needed.has(target)) return null
        return (await import(pathToFileURL(path.join(root, target)).href)) as Values
      })
      return { code: late, map: null }
    },
  }
}

const manifestsOf = (root: string): Set<string> =>
  new Set(
    [...readFileSync(path.join(root, 'app/web-modules.ts'), 'utf8').matchAll(/from ['"]#(modules\/[^'"]+)/g)].map(
      ([, file]) => file!,
    ),
  )

/** The code of a manifest without the contracts that it names only to say permissions, slots, what is kept, or to call. */
export async function withLateContracts(code: string, ast: Node, valuesOf: ValuesOf): Promise<string> {
  const edits: { start: number; end: number; text: string }[] = []
  for (const statement of ast['body'] as Node[]) {
    if (statement.type !== 'ImportDeclaration' || statement['importKind'] === 'type') continue
    const source = (statement['source'] as Node)['value'] as string
    const names = (statement['specifiers'] as Node[]).filter(
      (one) => one.type === 'ImportSpecifier' && one['importKind'] !== 'type',
    )
    const values = names.length > 0 ? await valuesOf(source) : null
    if (!values) continue
    const known = new Map(
      names.map((one) => [(one['local'] as Node)['name'] as string, (one['imported'] as Node)['name'] as string]),
    )
    const made = replacements(ast, known, values, source)
    if (made === null) continue
    edits.push(...made, { start: statement.start, end: statement.end, text: '' })
  }
  return edits
    .toSorted((one, other) => other.start - one.start)
    .reduce((text, { start, end, text: instead }) => text.slice(0, start) + instead + text.slice(end), code)
}

/** What stands instead of every place that names something of one contract; null when one of them needs the contract itself. */
function replacements(ast: Node, known: ReadonlyMap<string, string>, values: Values, source: string) {
  const made: { start: number; end: number; text: string }[] = []
  let isPossible = true
  const visit = (node: Node, above: Node[], call: boolean): void => {
    if (node.type === 'ImportDeclaration') return
    // Of types nothing is left; what stands before an `as` is.
    if (node.type.startsWith('TS')) {
      if (isNode(node['expression'])) visit(node['expression'], [node, ...above], call)
      return
    }
    if (node.type === 'CallExpression' && !call && isCall(node, known)) {
      made.push({ start: node.start, end: node.start, text: `import(${JSON.stringify(source)}).then(($late) => ` })
      for (const argument of node['arguments'] as Node[]) visit(argument, [node, ...above], true)
      made.push({ start: node.end, end: node.end, text: ')' })
      return
    }
    if (node.type === 'Identifier' && known.has(node['name'] as string) && !isKey(node, above[0])) {
      const name = known.get(node['name'] as string)!
      if (call) made.push({ start: node.start, end: node.end, text: `$late.${name}` })
      else {
        const said = saidAtOnce(values[name], node, above)
        if (said) made.push(said)
        else isPossible = false
      }
      return
    }
    for (const part of Object.values(node))
      for (const one of Array.isArray(part) ? part : [part]) if (isNode(one)) visit(one, [node, ...above], call)
  }
  visit(ast, [], false)
  return isPossible ? made : null
}

const isNode = (part: unknown): part is Node =>
  typeof part === 'object' && part !== null && typeof (part as Node).type === 'string'

/** `call(things.list, …)`: an action that is asked, whose answer comes later anyway. */
function isCall(node: Node, known: ReadonlyMap<string, string>): boolean {
  const [asked] = node['arguments'] as Node[]
  return (
    (node['callee'] as Node)['name'] === 'call' &&
    asked?.type === 'MemberExpression' &&
    known.has((asked['object'] as Node)['name'] as string)
  )
}

/** A name after a dot or before a colon is nobody's reference. */
const isKey = (node: Node, above: Node | undefined): boolean =>
  above?.['computed'] !== true &&
  ((above?.type === 'MemberExpression' && above['property'] === node) ||
    (above?.type === 'Property' && above['key'] === node && above['shorthand'] !== true))

/** A chain of names whose end is a word or a slot, or an action of which only the name is kept. */
function saidAtOnce(value: unknown, node: Node, above: Node[]): { start: number; end: number; text: string } | null {
  let [reached, end, depth] = [value, node, 0]
  while (above[depth]?.type === 'MemberExpression' && above[depth]!['object'] === end && !above[depth]!['computed']) {
    end = above[depth]!
    reached = (reached as Values | undefined)?.[(end['property'] as Node)['name'] as string]
    depth += 1
  }
  const place = { start: node.start, end: end.end }
  if (typeof reached === 'string') return { ...place, text: JSON.stringify(reached) }
  const name = (reached as { name?: unknown } | undefined)?.name
  if (typeof name !== 'string') return null
  const isSlot = Object.keys(reached as object).length === 1
  const [list, property] = [above[depth], above[depth + 1]]
  const isKept = list?.type === 'ArrayExpression' && (property?.['key'] as Node | undefined)?.['name'] === 'keep'
  return isSlot || isKept ? { ...place, text: JSON.stringify({ name }) } : null
}
