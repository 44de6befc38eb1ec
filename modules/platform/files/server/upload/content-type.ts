// What a file is, by its content. The name only tells apart what looks the same: kinds of text, kinds of archive.
import { Problem } from '#kernel/contract/index.ts'
import { fileTypeFromBuffer, supportedExtensions } from 'file-type'
import { endingOf } from './file-name.ts'

/** How many bytes from the beginning are looked at. */
export const LOOKED_AT = 65_536
const ANYTHING = 'application/octet-stream'

/** Media types of endings whose content alone does not say which of them it is. */
const TYPES: Readonly<Record<string, string>> = {
  txt: 'text/plain',
  log: 'text/plain',
  csv: 'text/csv',
  json: 'application/json',
  eml: 'message/rfc822',
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
}
const TEXTS = ['txt', 'log', 'csv', 'json', 'eml']
/** Found → the endings that may stand behind it; the first is meant when the name says nothing of them. */
const ALIKE: Readonly<Record<string, readonly string[]>> = {
  jpg: ['jpg', 'jpeg'],
  tif: ['tif', 'tiff'],
  mp4: ['mp4', 'm4v'],
  zip: ['zip', 'docx', 'xlsx', 'pptx'],
  docx: ['docx', 'zip'],
  xlsx: ['xlsx', 'zip'],
  pptx: ['pptx', 'zip'],
  // Office files before 2007, and the later ones that have a password.
  cfb: ['doc', 'xls', 'ppt', 'docx', 'xlsx', 'pptx'],
  xml: [...TEXTS, 'xml'],
}

/**
 * The media type of an upload that begins with `head`. Throws 415 `file.type_refused` for what is none of the `allowed`
 * endings, and `file.ending_differs` when its name says one thing and its content another.
 */
export async function uploadType(head: Uint8Array, name: string, allowed: readonly string[]): Promise<string> {
  const said = endingOf(name)
  const found = await fileTypeFromBuffer(head)
  const kinds = found ? (ALIKE[found.ext] ?? [found.ext]) : isText(head) ? TEXTS : unknownKinds(said)
  const fitting = kinds.filter((kind) => allowed.includes(kind))
  if ((said !== null && !allowed.includes(said)) || fitting.length === 0)
    throw new Problem('file.type_refused', 415, { types: allowed.join(', ') })
  if (said !== null && !kinds.includes(said))
    throw new Problem('file.ending_differs', 415, { ending: said, kind: fitting[0]! })
  const kind = said ?? fitting[0]!
  return TYPES[kind] ?? found?.mime ?? ANYTHING
}

/** A kind without a known signature can only be believed; one that has a signature would have shown it. */
const unknownKinds = (said: string | null) =>
  said === null || TYPES[said] || supportedExtensions.has(said) ? [] : [said]

const PROGRAMS = new Set(
  'exe,dll,com,scr,pif,cpl,msi,msp,bat,cmd,ps1,psm1,vbs,vbe,js,jse,wsf,wsh,hta,lnk,reg,jar,apk,elf,macho,deb,rpm,dmg,app'.split(
    ',',
  ),
)

/** The media type of whatever came by another way than an upload; null for programs. */
export async function anyType(head: Uint8Array, name: string): Promise<string | null> {
  const said = endingOf(name)
  const found = await fileTypeFromBuffer(head)
  if ((said && PROGRAMS.has(said)) || (found && PROGRAMS.has(found.ext))) return null
  const alike = found ? (ALIKE[found.ext] ?? []) : isText(head) ? TEXTS : []
  const told = said && alike.includes(said) ? TYPES[said] : undefined
  return told ?? found?.mime ?? (isText(head) ? 'text/plain' : ANYTHING)
}

/** Text has no control characters but tabs, line ends, form feeds and escapes, in whatever encoding; UTF-16 says so itself. */
function isText(head: Uint8Array): boolean {
  const utf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  return utf16 || head.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0x1b)
}
