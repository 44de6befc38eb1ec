import assert from 'node:assert/strict'
import { test } from 'node:test'
import { htmlToText } from './html-to-text.ts'

const CASES: [string, string][] = [
  ['<p>One</p><p>Two<br>three</p>', 'One\n\nTwo\nthree'],
  ['<div>a</div><div>b</div>', 'a\nb'],
  ['a&nbsp;b &lt;c&gt; &#1055;&#x440; &unknown; &amp', 'a b <c> Пр &unknown; &'],
  ['<html><head><title>t</title></head><body>hi<style>p{}</style><script>alert("<p>")</script></body></html>', 'hi'],
  ['see <a href="https://x.test/a?b=1&amp;c=2">the page</a>', 'see the page <https://x.test/a?b=1&c=2>'],
  [
    '<a href="https://x.test/">https://x.test/</a> <a href="mailto:a@x.test">Anna</a> <a href="javascript:x">J</a>',
    'https://x.test/ Anna J',
  ],
  ['<ul><li>one<li>two</ul>', '- one\n- two'],
  ['Reply<blockquote>quoted<blockquote>deeper</blockquote></blockquote>', 'Reply\n> quoted\n>> deeper'],
  ['<pre>a\n  b</pre>', 'a\n  b'],
  ['a < b and 1<2', 'a < b and 1<2'],
  ['<!-- hidden -->shown<!-- never closed', 'shown'],
  ['<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a b\nc'],
  ['', ''],
]

test('html becomes readable text', () => {
  for (const [html, text] of CASES) assert.equal(htmlToText(html), text, html)
})

test('broken and hostile html takes linear time', () => {
  const mega = (piece: string) => piece.repeat(Math.ceil(400_000 / piece.length))
  for (const html of [
    mega('<'),
    mega('<a '),
    mega('<a href="'),
    mega('<script>'),
    mega('<!--'),
    mega('<div>'),
    mega('<blockquote>'),
    mega('<blockquote>a'),
    mega('&'),
    mega('&#'),
    mega('&#x1'),
    mega('<a href=" '),
    mega('<p>'),
    mega('<pre>\n'),
    mega(' '),
    mega('a<a href="http://x">'),
    `<pre>${mega('\n ')}`,
    mega('<a\thref'),
    `<a href="http://x.test">${mega('text ')}`,
  ]) {
    const begun = performance.now()
    htmlToText(html)
    const took = performance.now() - begun
    assert.ok(took < 1_500, `${html.slice(0, 20)} took ${Math.round(took)} ms`)
  }
})
