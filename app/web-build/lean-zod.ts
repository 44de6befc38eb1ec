// Zod without what only servers ask of it: writing JSON Schema, English messages (ours are codes), values that hold themselves.
import type { Plugin } from 'vite'

/** What is cut, each with what stands there instead. A line that is gone after an update of zod stops the build. */
const cuts: [found: RegExp, instead: string][] = [
  [/^ {4}inst\._zod\.processJSONSchema = \(ctx, json, params\) => processors\.\w+\(inst, ctx, json, params\);$/gm, ''],
  [
    /^import \{ createStandardJSONSchemaMethod, createToJSONSchemaMethod \} from .*$/gm,
    'const createStandardJSONSchemaMethod = () => undefined, createToJSONSchemaMethod = () => () => ({});',
  ],
  [/^import en from .*$/gm, 'const en = () => ({ localeError: () => undefined });'],
  [/core\.config\(\{ memoizer: core\.memoizer\(\) \}\)/g, 'undefined'],
]

export function leanZod(): Plugin {
  return {
    name: 'lean-zod',
    apply: 'build',
    transform(code, id) {
      if (!/[\\/]zod[\\/]v4[\\/]classic[\\/]schemas\.js$/.test(id)) return null
      let lean = code
      for (const [found, instead] of cuts) {
        const next = lean.replace(found, instead)
        if (next === lean) this.error(`zod no longer has ${found}`)
        lean = next
      }
      return { code: lean, map: null }
    },
  }
}
