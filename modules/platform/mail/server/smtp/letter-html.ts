/**
 * Simple html of a letter: paragraphs that find their own direction (`dir="auto"`), links that can be
 * clicked, the quote folded to one side. Everything is escaped; no style beyond what every mail
 * program understands.
 */
export function letterHtml({ text, quoted, marker }: { text: string; quoted: string; marker: string }): string {
  const body = paragraphs(text)
  const history =
    quoted.trim() === ''
      ? ''
      : `<p dir="auto" style="color:#666;font-size:12px">${escapeHtml(marker)}</p>\n<blockquote type="cite" style="margin:0 8px;padding:0 8px;border-inline-start:2px solid #ccc;color:#555">\n${paragraphs(quoted)}</blockquote>\n`
  return `<!doctype html>\n<html><head><meta charset="utf-8"></head><body style="font-family:sans-serif;font-size:14px;line-height:1.5">\n${body}${history}</body></html>\n`
}

function paragraphs(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => `<p dir="auto">${linked(paragraph).replaceAll('\n', '<br>\n')}</p>\n`)
    .join('')
}

/** Escapes, and turns http(s) addresses into links. */
function linked(text: string): string {
  let html = ''
  let from = 0
  for (const match of text.matchAll(/https?:\/\/[^\s<>"'«»]{1,2000}/gu)) {
    const url = match[0].replace(/[.,;:!?)\]]{1,10}$/u, '')
    html += `${escapeHtml(text.slice(from, match.index))}<a href="${escapeHtml(url)}">${escapeHtml(url)}</a>`
    from = match.index + url.length
  }
  return html + escapeHtml(text.slice(from))
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
