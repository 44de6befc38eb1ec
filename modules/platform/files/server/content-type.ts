// What a file is, by its content. The name only tells apart what looks the same: kinds of text, kinds of archive.

/** Media type by usual ending. */
const TYPES = {
  pdf: 'application/pdf',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  mp4: 'video/mp4',
  webm: 'video/webm',
  avi: 'video/x-msvideo',
  txt: 'text/plain',
  log: 'text/plain',
  csv: 'text/csv',
  json: 'application/json',
  eml: 'message/rfc822',
} as const
type Ending = keyof typeof TYPES

/** Signatures at an offset, each with the endings that may stand behind it; the first is meant when the name says nothing. */
const SIGNATURES: readonly [offset: number, signature: string, endings: readonly Ending[]][] = [
  [0, '%PDF-', ['pdf']],
  [0, '\x89PNG\r\n\x1a\n', ['png']],
  [0, '\xff\xd8\xff', ['jpg', 'jpeg']],
  [0, 'GIF87a', ['gif']],
  [0, 'GIF89a', ['gif']],
  [8, 'WEBP', ['webp']],
  [8, 'AVI ', ['avi']],
  [4, 'ftyp', ['mp4']],
  [0, '\x1a\x45\xdf\xa3', ['webm']],
  [0, 'PK\x03\x04', ['zip', 'docx', 'xlsx']],
  [0, 'PK\x05\x06', ['zip']],
  [0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', ['doc', 'xls']],
]
const TEXTS: readonly Ending[] = ['txt', 'log', 'csv', 'json', 'eml']

/** How many bytes from the beginning are looked at. */
export const LOOKED_AT = 4_096

/** The media type of a file that begins with `head`, or null when it is none of the `allowed` endings. */
export function typeOf(head: Uint8Array, name: string, allowed: readonly string[]): string | null {
  const endings = endingsOf(Buffer.from(head)).filter((ending) => allowed.includes(ending))
  const said = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase()
  const ending = endings.find((one) => one === said) ?? endings[0]
  return ending ? TYPES[ending] : null
}

function endingsOf(head: Buffer): readonly Ending[] {
  const found = SIGNATURES.find(
    ([offset, signature]) => head.toString('latin1', offset, offset + signature.length) === signature,
  )
  if (found) return found[2]
  return isText(head) ? TEXTS : []
}

/** Text has no control characters but tabs, line ends, form feeds and escapes, in whatever encoding; UTF-16 says so itself. */
function isText(head: Buffer): boolean {
  const utf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  // oxlint-disable-next-line no-control-regex
  return utf16 || !/[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(head.toString('latin1'))
}
