/**
 * The line that our mails carry above everything they quote. What stands below it in an answer is
 * our own text coming back. Part of the mail protocol, not of the interface: mails live for years, so
 * a wording that was ever sent stays in the list.
 */
export const REPLY_MARKERS: Readonly<Record<'ru' | 'en' | 'uz' | 'ar', string>> = {
  ru: '—— Пишите ответ выше этой строки ——',
  en: '—— Write your reply above this line ——',
  uz: '—— Javobingizni shu qatordan yuqoriga yozing ——',
  ar: '—— اكتب ردك فوق هذا السطر ——',
}

const CORES = Object.values(REPLY_MARKERS).map((marker) => marker.replaceAll('—', '').trim().toLowerCase())

/** The markers of other desks: always set apart by signs, as «##- Please type your reply above this line -##». */
const FOREIGN =
  /^[>\s]{0,12}[-=~#*_—–+]{2,40}[-=~#*_—–+\s]{0,20}(?:[\p{L}’',]{1,20} ){0,6}(?:above (?:this|the) (?:line|message)|(?:над|выше) этой (?:строк|лини)|oberhalb dieser (?:zeile|linie)|über dieser (?:zeile|linie)|au-dessus de cette ligne|(?:por )?encima de esta línea|acima desta linha|sopra questa (?:riga|linea)|boven deze (?:regel|lijn)|над цим рядком|فوق هذا السطر)/iu

/** True for a line that holds one of our markers, whatever dashes and quote marks a mail program made of it. */
export function isReplyMarker(line: string): boolean {
  if (line.length <= 300 && FOREIGN.test(line)) return true
  if (line.length > 300 || !/[-—–]{2}/.test(line)) return false
  const plain = line.toLowerCase()
  return CORES.some((core) => plain.includes(core))
}
