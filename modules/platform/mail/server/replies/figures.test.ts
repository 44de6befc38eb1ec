// How many replies are split exactly, by collection. Run this file alone to read the figures: it prints them.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { assertLinear } from '../testing.ts'
import { htmlToText } from './html-to-text.ts'
import { splitReply, visibleText } from './visible-text.ts'

const fixture = (path: string) => readFile(new URL(`../fixtures/${path}`, import.meta.url), 'utf8')
const flat = (text: string) => text.replaceAll(/\s+/g, ' ').trim()
const linesOf = async (path: string) =>
  (await fixture(path))
    .trimEnd()
    .split('\n')
    .map((line) => line.replaceAll('\\n', '\n'))

function score(name: string, cases: readonly (readonly [got: string, wanted: string])[], atLeast: number) {
  test(`${name}: at least ${atLeast} of ${cases.length} are exact`, (t) => {
    const wrong = cases.filter(([got, wanted]) => flat(got) !== flat(wanted))
    t.diagnostic(`${cases.length - wrong.length} of ${cases.length}`)
    assert.ok(cases.length - wrong.length >= atLeast, JSON.stringify(wrong, null, 1))
  })
}

type Talon = { kind: 'plain' | 'signature' | 'html'; input: string; visible: string }
const talon = JSON.parse(await fixture('talon/talon.json')) as Talon[]
const of = (kind: Talon['kind']) => talon.filter((one) => one.kind === kind)
// Its plain cases know no signatures: three of them count «Regards, Roman» as visible.
score(
  'talon, plain',
  of('plain').map(({ input, visible }) => [splitReply(input).visible, visible]),
  41,
)
score(
  'talon, signatures',
  of('signature').map(({ input, visible }) => [splitReply(input).visible, visible]),
  18,
)
score(
  'talon, html',
  of('html').map(({ input, visible }) => [visibleText({ text: null, html: input }).visible, htmlToText(visible)]),
  12,
)

const OWN = 'Thanks, that worked.\nCan you close it?'
const needsQuote = /^(?:Quoting|Bob <info@x.test> wr|\[Quoted)/
const headed = (await linesOf('programs/headers.txt')).flatMap((header) =>
  ['Old text\nmore of it', '> Old text\n> more of it']
    .filter((history) => history.startsWith('>') || !needsQuote.test(header))
    .flatMap((history) => ['\n', '\n\n'].map((gap) => `${OWN}\n\n${header}${gap}${history}`)),
)
score(
  'histories as mail programs head them',
  headed.map((text) => [splitReply(text).visible, OWN]),
  headed.length,
)

// «Thanks,\nBob» stays: nobody but its sender knows whether it is thanks or a signature.
const signed = (await linesOf('programs/signatures.txt')).map((signature) => `${OWN}\n\n${signature}`)
score(
  'signatures of people and phones',
  signed.map((text) => [splitReply(text).visible, OWN]),
  79,
)

const containers = JSON.parse(await fixture('programs/containers.json')) as { html: string }[]
score(
  'containers in html',
  containers.map(({ html }) => [visibleText({ text: null, html }).visible, 'Thanks']),
  containers.length,
)

test('what only looks like a history or a signature stays', () => {
  for (const text of [
    'Please call me.\nThanks!',
    'The list:\n- Bob\n- Anna',
    'We need:\n\n- Paint',
    'Total:\n---\n100',
    'Hello\n\nSent from the office yesterday, did you get it?',
    'On Monday we wrote:\nno answer came',
    'From: the door\nTo: the window\nis 3 m',
    'Subject: lamps\nTo: the caretaker\n\nTwo are dark.',
    'a\n\n*****\n\nb',
    'Дата: завтра',
    'Please write your reply above this line in the form',
  ])
    assert.deepEqual(splitReply(text), { visible: text, quoted: '', signature: '' })
})

test('a mail that is sent on is kept whole, whether its program says so in the text or in the subject', () => {
  const gmail =
    '<div>FYI</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: <b>Bob</b> &lt;b@x.test&gt;<br>Date: x<br>Subject: y<br>To: z</div>The lift is stuck</div>'
  assert.match(visibleText({ text: null, html: gmail }).visible, /The lift is stuck/)
  const outlook =
    '<div>FYI</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Bob &lt;b@x.test&gt;<br><b>Sent:</b> 1 May 2025 10:00<br><b>To:</b> me<br><b>Subject:</b> Lift</div><div>The lift is stuck</div>'
  for (const subject of ['FW: Lift', 'WG: Lift', 'Fwd: Lift'])
    assert.match(visibleText({ text: null, html: outlook, subject }).visible, /The lift is stuck/)
  assert.equal(visibleText({ text: null, html: outlook, subject: 'RE: Lift' }).visible, 'FYI')
})

test('the html of a mail tells where its text ends', () => {
  const html = `<p>Thanks — done</p><div class="moz-cite-prefix">zzz Bob zzz:</div><blockquote type="cite">old</blockquote>`
  const { visible, quoted } = visibleText({ text: 'Thanks - done\n\nzzz Bob zzz:\n> old', html })
  assert.deepEqual([visible, quoted], ['Thanks - done', 'zzz Bob zzz:\n\n> old'])
  // An html part that says something else decides nothing.
  assert.equal(visibleText({ text: 'One\ntwo', html: '<p>Other</p>' }).visible, 'One\ntwo')
})

test('html of adversaries takes linear time', () => {
  for (const piece of [
    '<div class="gmail_quote">',
    '<div class="gmail_quote"></div>',
    '<div id="divRplyFwdMsg">',
    '<div class="gmail_signature">a',
    '<div class="gmail_quote" ',
    ' class="',
  ])
    assertLinear(
      200_000,
      (length) => visibleText({ text: null, html: piece.repeat(length / piece.length) }),
      JSON.stringify(piece),
    )
})
