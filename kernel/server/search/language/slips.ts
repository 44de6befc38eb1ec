// Slips of the keyboard: a letter too many, too few, another, or two in the wrong order.

const SHORTEST = 4
const LONGEST = 24

/** Whether a word is worth correcting: numbers and names of things with digits are exact or wrong. */
export const correctable = (word: string): boolean =>
  word.length >= SHORTEST && word.length <= LONGEST && !/[\d_]/.test(word)

/** The word, and the word less each of its letters: two words one slip apart have a piece in common. */
export function piecesOf(word: string): string[] {
  const letters = Array.from(word)
  return [...new Set([word, ...letters.map((_, gone) => letters.filter((__, at) => at !== gone).join(''))])]
}

/** How many slips apart two words are (Damerau and Levenshtein, adjacent letters only). */
export function slipsBetween(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const now = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min(last[j]! + 1, now[j - 1]! + 1, last[j - 1]! + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2]! + 1)
      now.push(least)
    }
    before = last
    last = now
  }
  return last[b.length]!
}
