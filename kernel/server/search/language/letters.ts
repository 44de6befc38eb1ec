// Words as they are searched: the twin of search_text in the database, with the places they stood at.

const MARKS = /['`\u00b4\u02bb\u02bc\u2018\u2019\u0640\u064b-\u0652]/
const OTHER: Readonly<Record<string, string>> = {
  ё: 'е',
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ى: 'ي',
  ة: 'ه',
}
const LETTER =
  /[0-9A-Za-z\u00c0-\u024f\u0370-\u060b\u0620-\u1fff\u2c00-\u2dff\u3005-\ud7ff\uf900-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc]/

export type Token = { word: string; from: number; to: number }

/** The words of a text in lower case, with where each begins and ends in the text as it is (UTF-16 units). */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let word = ''
  let from = 0
  let to = 0
  const end = () => {
    if (word) tokens.push({ word: word.normalize('NFC'), from, to })
    word = ''
  }
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!
    if (MARKS.test(letter)) {
      // A mark inside a word is not seen; one before a word does not begin it.
      if (word) to = LETTER.test(text[at + 1] ?? '') ? at + 1 : to
      continue
    }
    if (!LETTER.test(letter) && !(word && /[\u0300-\u036f]/.test(letter))) {
      end()
      continue
    }
    if (!word) from = at
    const low = letter.toLowerCase()
    word += OTHER[low] ?? low
    to = at + 1
  }
  end()
  return tokens
}

/** The words alone. */
export const wordsOf = (text: string): string[] => tokensOf(text.normalize('NFC')).map(({ word }) => word)
