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

/** True for a line that holds one of our markers, whatever dashes and quote marks a mail program made of it. */
export function isReplyMarker(line: string): boolean {
  if (line.length > 300 || !/[-—–]{2}/.test(line)) return false
  const plain = line.toLowerCase()
  return CORES.some((core) => plain.includes(core))
}
