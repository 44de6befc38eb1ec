// Words as they are searched: the twin of search_text in the database, with the places they stood at.

const OTHER: Readonly<Record<string, string>> = {
  ё: 'е',
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ى: 'ي',
  ة: 'ه',
}
const LETTER =
  '0-9A-Za-z\u00c0-\u024f\u0370-\u060b\u0620-\u1fff\u2c00-\u2dff\u3005-\ud7ff\uf900-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc'
const MARK = "'`\\u00b4\\u02bb\\u02bc\\u2018\\u2019"
const JOINED = '\\u0300-\\u036f'
// Marks are within a word, never at its ends.
const WORD = new RegExp(`[${LETTER}](?:[${LETTER}${JOINED}${MARK}]*[${LETTER}${JOINED}])?`, 'g')
const SPECIAL = new RegExp(`[${MARK}${JOINED}\\u0640\\u064b-\\u0652ё\u0623\u0625\u0622\u0649\u0629]`)

export type Token = { word: string; from: number; to: number }

/** The words of a text in lower case, with where each begins and ends in the text as it is (UTF-16 units). */
export function* eachToken(text: string): Generator<Token> {
  for (const { 0: written, index } of text.matchAll(WORD)) {
    const low = written.toLowerCase()
    yield { word: SPECIAL.test(low) ? plain(low) : low, from: index, to: index + written.length }
  }
}

export const tokensOf = (text: string): Token[] => [...eachToken(text)]

const MARKS = new RegExp(`[${MARK}\\u0640\\u064b-\\u0652]`, 'g')
const plain = (low: string) =>
  low
    .normalize('NFC')
    .replaceAll(MARKS, '')
    .replaceAll(/[ёأإآىة]/g, (letter) => OTHER[letter]!)

/** The words alone. */
export const wordsOf = (text: string): string[] => tokensOf(text.normalize('NFC')).map(({ word }) => word)
