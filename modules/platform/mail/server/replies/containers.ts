/**
 * What mail programs put a history or a signature into, told by class, id and style of the element. Only html carries
 * it, and it holds in every language.
 */
export type Container =
  /** The element is a quote. */
  | 'quote'
  /** Everything from here to the end of the mail is history. */
  | 'history'
  | 'signature'

const QUOTE =
  /\s(?:class|name|id)\s{0,9}=\s{0,9}["']?(?:[^"'>]{0,200}[\s_])?(?:gmail_quote|gmail_attr|gmail_extra|(?:ydp\w{0,20})?yahoo_quoted|yahoo_quoted_\d{1,20}|protonmail_quote|tutanota_quote|zmail_extra|moz-cite-prefix|moz-forward-container|freshdesk_quote|front-blockquote|skiff_quote|hey_quote|quote|quoted-content|replied-message|mail-editor-reference-message-container|domino-section|cite_prefix)(?=[\s"'>])/i
const HISTORY =
  /\sid\s{0,9}=\s{0,9}["']?(?:x_)*(?:divRplyFwdMsg|appendonsend|stopSpelling|OLK_SRC_BODY_SECTION|oriMsgHtmlSeperator|isReplyContent)(?=[\s"'>])|\sstyle\s{0,9}=\s{0,9}["'][^"'>]{0,200}border-top:\s?solid #(?:E1E1E1|B5C4DF) 1\.0pt/i
const SIGNATURE =
  /\s(?:class|id)\s{0,9}=\s{0,9}["']?(?:[^"'>]{0,200}\s)?(?:x_)*(?:gmail_signature_prefix|gmail_signature|moz-signature|protonmail_signature_block|ms-outlook-mobile-signature|tutanota_signature)(?=[\s"'>])/i

/** What an opening tag begins, given as it stands in the html. */
export function containerOf(tag: string): Container | null {
  if (!tag.includes('=')) return null
  if (HISTORY.test(tag)) return 'history'
  if (SIGNATURE.test(tag)) return 'signature'
  return QUOTE.test(tag) ? 'quote' : null
}

/** A line that stands where a history begins; of a private area, so that nobody writes it. */
export const HISTORY_LINE = '\uE0A1\uE0A2'
