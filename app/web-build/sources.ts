// Which of our own sources a source needs, without running them: imports are followed by name through files that only pass on.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

const statement =
  /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:([\w*][^'"()=;]*?|\{[^}]*\})\s*from\s*)?['"]([^'"\n]+)['"]/g

/** `names`: what is taken, by the name it has here; null = everything. */
type Step = { file: string; names: ReadonlyMap<string, string> | null; passes: boolean }

/**
 * All files below `root` that the files `from` import without `import()`, themselves among them; npm packages left out.
 * What `endsAt` names is found, and what it imports is not.
 */
export function sourcesOf(
  root: string,
  from: readonly string[],
  endsAt: (file: string) => boolean = () => false,
): Set<string> {
  const found = new Set<string>()
  const asked = new Set<string>()
  const follow = (file: string, names: readonly string[] | null): void => {
    const key = `${file}:${names?.join() ?? '*'}`
    if (asked.has(key)) return
    asked.add(key)
    if (endsAt(file)) {
      found.add(file)
      return
    }
    const steps = stepsOf(root, file)
    const passedOn = steps.filter(({ passes }) => passes)
    const wanted = names?.map((name) => passedOn.find((step) => step.names?.has(name)))
    // Every name asked for is only passed on: nothing else of this file is needed.
    if (wanted && wanted.length > 0 && wanted.every((step) => step !== undefined)) {
      names!.forEach((name, index) => follow(wanted[index]!.file, [wanted[index]!.names!.get(name)!]))
      return
    }
    found.add(file)
    for (const step of steps) follow(step.file, step.names && [...step.names.values()])
  }
  for (const file of from) follow(file, null)
  return found
}

function stepsOf(root: string, file: string): Step[] {
  if (!/\.tsx?$/.test(file)) return []
  const text = readFileSync(path.join(root, file), 'utf8')
  return [...text.matchAll(statement)].flatMap(([, verb, type, names, specifier]) => {
    const target = specifier!.startsWith('#')
      ? specifier!.slice(1)
      : specifier!.startsWith('.')
        ? path.posix.join(path.posix.dirname(file), specifier!)
        : null
    const named = namesIn(names)
    // Of types alone nothing is left when it runs.
    if (type || named?.size === 0 || target === null || !existsSync(path.join(root, target))) return []
    return [{ file: target, names: named, passes: verb === 'export' }]
  })
}

/** `{ a, b as c, type D }` → a by a, b by c; null = all of it. */
function namesIn(names: string | undefined): Map<string, string> | null {
  const listed = /\{([^}]*)\}/.exec(names ?? '')?.[1]
  if (listed === undefined) return null
  const taken = listed
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('type '))
  return new Map(
    taken.map((name): [string, string] => {
      const [from, as] = name.split(/\s+as\s+/)
      return [as ?? from!, from!]
    }),
  )
}
