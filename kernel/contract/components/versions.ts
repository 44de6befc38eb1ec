// Versions of components (semver.org) and the ranges that others ask for: `1.2.3`, `^1.2`, `~1.2.0`, `>=1.0 <3`, `1.x`, `*`, `a || b`.

type Version = readonly [number, number, number]

/** Whether a text is a version as components have them: three numbers. */
export const isVersion = (text: string): boolean => /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.test(text)

const numbersOf = (text: string) => text.split('.').map(Number)
const whole = ([major = 0, minor = 0, patch = 0]: readonly number[]): Version => [major, minor, patch]

function compare(a: Version, b: Version): number {
  const at = a.findIndex((number, index) => number !== b[index])
  return at < 0 ? 0 : a[at]! - b[at]!
}

/** The first version above all that fit: of `^` the next one that may break, of `~` and of what is left out the next one there. */
function endOf(sign: string, parts: readonly number[]): Version {
  const [major, minor, patch] = whole(parts)
  if (parts.length === 1 || (sign === '^' && major > 0)) return [major + 1, 0, 0]
  if (parts.length === 2 || sign === '~' || (sign === '^' && minor > 0)) return [major, minor + 1, 0]
  return [major, minor, patch + 1]
}

function fitsOne(version: Version, test: string): boolean {
  const [, sign = '', digits] = /^(\^|~|>=|<=|>|<|=)?v?(\d+(?:\.\d+){0,2}|\*)(?:\.[x*])*$/.exec(test) ?? []
  if (digits === undefined) throw new Error(`${test} is no range of versions`)
  if (digits === '*') return true
  const parts = numbersOf(digits)
  const from = whole(parts)
  if (sign === '>') return compare(version, from) > 0
  if (sign === '<') return compare(version, from) < 0
  if (sign === '<=') return compare(version, from) <= 0
  return compare(version, from) >= 0 && (sign === '>=' || compare(version, endOf(sign, parts)) < 0)
}

/** Whether a version lies in a range; throws for what is neither. */
export function fits(version: string, range: string): boolean {
  if (!isVersion(version)) throw new Error(`${version} is no version`)
  const at = whole(numbersOf(version))
  const ways = range.split('||').map((way) => way.trim().split(/\s+/).filter(Boolean))
  if (ways.some((tests) => tests.length === 0)) throw new Error(`"${range}" is no range of versions`)
  return ways.some((tests) => tests.map((test) => fitsOne(at, test)).every(Boolean))
}
