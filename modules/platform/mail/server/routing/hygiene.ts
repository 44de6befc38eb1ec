import { headerValues } from '../reading/parsed-mail.ts'
import type { ParsedMail } from '../reading/parsed-mail.ts'
import { readBounce } from './bounce.ts'
import type { Bounce } from './bounce.ts'

export type MailKind = 'person' | 'bounce' | 'out_of_office' | 'auto_reply' | 'list' | 'loop'

/** What a mail is and what may follow from it. `reason` names the rule that decided, for the log and the agent. */
export type Hygiene = {
  kind: MailKind
  reason: string
  /** No machine of ours may answer this mail: neither a receipt nor a rule. */
  suppress_auto_reply: boolean
  /** Whether the mail may reopen or move a ticket. A machine's answer must not. */
  reopen: boolean
  /** Whether the mail may open a new ticket. */
  open: boolean
  bounce: Bounce | null
}

/** What is ours: aliases in lower case, domains of our Message-IDs, the value of X-WorkerNet-Loop of this installation. */
export type OwnMail = { addresses: ReadonlySet<string>; message_id_domains: ReadonlySet<string>; loop_token: string }

export const LOOP_HEADER = 'X-WorkerNet-Loop'

/**
 * Tells people's mail from machines'. The rules are the union of those that the common help desks
 * found necessary; the first that holds wins, worst kinds first.
 *
 * @param envelopeFrom address of MAIL FROM; '' is the null sender of bounces, null when unknown.
 */
export function mailHygiene(mail: ParsedMail, own: OwnMail, envelopeFrom: string | null = null): Hygiene {
  const facts = readFacts(mail, own, envelopeFrom)
  const rule = RULES.find(([, , holds]) => holds(facts))
  if (!rule) return { kind: 'person', reason: 'person', ...CONSEQUENCES.person, bounce: null }

  const [kind, reason] = rule
  return { kind, reason, ...CONSEQUENCES[kind], bounce: kind === 'bounce' ? facts.bounce : null }
}

const CONSEQUENCES: Readonly<Record<MailKind, { suppress_auto_reply: boolean; reopen: boolean; open: boolean }>> = {
  person: { suppress_auto_reply: false, reopen: true, open: true },
  list: { suppress_auto_reply: true, reopen: true, open: true },
  auto_reply: { suppress_auto_reply: true, reopen: false, open: true },
  out_of_office: { suppress_auto_reply: true, reopen: false, open: false },
  bounce: { suppress_auto_reply: true, reopen: false, open: false },
  loop: { suppress_auto_reply: true, reopen: false, open: false },
}

type Facts = {
  from: string
  local: string
  subject: string
  header: (name: string) => string
  has: (name: string) => boolean
  own: OwnMail
  ownMessageId: boolean
  nullSender: boolean
  bounce: Bounce | null
}

function readFacts(mail: ParsedMail, own: OwnMail, envelopeFrom: string | null): Facts {
  const header = (name: string) => headerValues(mail, name).join(', ').slice(0, 2_000).trim().toLowerCase()
  const from = mail.from?.address.toLowerCase() ?? ''
  return {
    from,
    local: from.slice(0, Math.max(0, from.lastIndexOf('@'))).split('+')[0] ?? '',
    subject: mail.subject.toLowerCase(),
    header,
    has: (name) => headerValues(mail, name).length > 0,
    own,
    ownMessageId: isOwnMessageId(mail.message_id?.toLowerCase() ?? '', own),
    nullSender: envelopeFrom === '' || headerValues(mail, 'return-path').some((value) => value.trim() === '<>'),
    bounce: readBounce(mail),
  }
}

const OUT_OF_OFFICE =
  /^(?:re: |aw: )?(?:out of (?:the )?office(?! hours)|automatic reply|auto(?:matic)?[- ]?(?:reply|response)|autoreply|автоответ|автоматический ответ|вне офиса|отсутствую на работе|avtomatik javob|avtojavob|ishda emasman|رد تلقائي|خارج المكتب|réponse automatique|absence du bureau|abwesenheits|automatische antwort|fuera de (?:la )?oficina|respuesta automática|fuori sede|risposta automatica|resposta automática|automatisch antwoord|autosvar|odpowiedź automatyczna)/u
const BOUNCE_SUBJECT =
  /^(?:undeliver|returned mail|mail delivery (?:failed|system|failure|subsystem)|delivery (?:status notification|failure|has failed)|failure notice|недоставлен|сообщение не доставлено|не удалось доставить|yetkazilmadi|xabar yetkazilmadi|تعذر تسليم|فشل تسليم|unzustellbar|non remis)/u
const DAEMONS = new Set(['mailer-daemon', 'mail-daemon', 'mailerdaemon', 'postmaster', 'mdaemon'])
const ROBOTS =
  /^(?:no-?_?reply|do-?_?not-?_?reply|donotreply|noreply\d*|auto-?_?reply|autoresponder|notifications?|notify|mailer|bounces?|robot|abuse|root)$/u

/** Kind, reason, condition; in order. */
const RULES: readonly (readonly [MailKind, string, (facts: Facts) => boolean])[] = [
  [
    'loop',
    'loop_header',
    ({ header, own }) => header('x-workernet-loop').split(', ').includes(own.loop_token.toLowerCase()),
  ],
  ['loop', 'own_message_id', ({ ownMessageId }) => ownMessageId],
  [
    'loop',
    'x_loop',
    ({ header, own }) =>
      header('x-loop')
        .split(/[\s,]+/)
        .some((address) => own.addresses.has(address)),
  ],
  ['loop', 'own_address', ({ from, own }) => own.addresses.has(from)],

  ['bounce', 'delivery_report', ({ bounce }) => bounce !== null],
  [
    'bounce',
    'report_type',
    ({ header }) => /multipart\/report/.test(header('content-type')) && /delivery-status/.test(header('content-type')),
  ],
  ['bounce', 'failed_recipients', ({ has }) => has('x-failed-recipients')],
  [
    'bounce',
    'daemon',
    ({ local, subject, nullSender, header }) =>
      DAEMONS.has(local) && (nullSender || BOUNCE_SUBJECT.test(subject) || header('auto-submitted') !== ''),
  ],
  ['bounce', 'bounce_subject', ({ subject, nullSender }) => nullSender && BOUNCE_SUBJECT.test(subject)],

  [
    'out_of_office',
    'vacation',
    ({ header, subject }) =>
      /\bvacation\b|\boof\b/.test(header('auto-submitted') + header('x-autoreply')) ||
      (machine(header('auto-submitted')) && OUT_OF_OFFICE.test(subject)),
  ],
  [
    'out_of_office',
    'exchange_oof',
    ({ header }) =>
      /\boof\b/.test(header('x-ms-exchange-inbox-rules-loop')) ||
      (header('x-auto-response-suppress') !== '' &&
        header('x-ms-exchange-generated-message-source').includes('mailbox rules agent')),
  ],
  ['out_of_office', 'subject', ({ subject }) => OUT_OF_OFFICE.test(subject)],
  ['out_of_office', 'delivered_to_autoresponder', ({ header }) => header('delivered-to').includes('autoresponder')],

  ['auto_reply', 'auto_submitted', ({ header }) => machine(header('auto-submitted'))],
  [
    'auto_reply',
    'autoreply_header',
    ({ has }) =>
      [
        'x-autoreply',
        'x-autorespond',
        'x-autoresponder',
        'x-auto-response',
        'x-autogenerated',
        'x-mail-autoreply',
      ].some(has),
  ],
  ['auto_reply', 'precedence', ({ header }) => /^(?:auto_reply|auto-reply)/.test(header('precedence'))],
  ['auto_reply', 'null_sender', ({ nullSender }) => nullSender],
  ['auto_reply', 'daemon', ({ local }) => DAEMONS.has(local)],
  ['auto_reply', 'no_sender', ({ from }) => from === ''],

  [
    'list',
    'list_header',
    ({ has }) =>
      ['list-id', 'list-post', 'list-unsubscribe', 'mailing-list', 'x-mailing-list', 'feedback-id'].some(has),
  ],
  ['list', 'precedence', ({ header }) => /^(?:bulk|list|junk)/.test(header('precedence'))],
  [
    'list',
    'other_desk',
    ({ has }) =>
      [
        'x-rt-loop-prevention',
        'x-otrs-loop',
        'x-znuny-loop',
        'x-zammad-ticket-id',
        'x-freescout-mail-type',
        'x-zendesk-from-account-id',
      ].some(has),
  ],
  ['list', 'x_loop', ({ has }) => has('x-loop')],
  [
    'list',
    'response_suppressed',
    ({ header }) => /\b(?:all|autoreply|oof|dr|rn|nrn)\b/.test(header('x-auto-response-suppress')),
  ],
  ['list', 'robot_address', ({ local }) => ROBOTS.test(local)],
]

/** Our form and our domain: the domain alone is also that of colleagues' own mail programs. */
function isOwnMessageId(id: string, own: OwnMail): boolean {
  return (
    /^<t\.[a-z0-9-]{1,64}\.[0-9a-f]{16}\.[0-9a-f]{24}@/.test(id) &&
    own.message_id_domains.has(id.slice(id.lastIndexOf('@') + 1, -1))
  )
}

function machine(autoSubmitted: string): boolean {
  return autoSubmitted !== '' && !/^no\b/.test(autoSubmitted)
}
