import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertLinear } from '../testing.ts'
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
  for (const [piece, begin = ''] of [
    ['<'],
    ['<a '],
    ['<a href="'],
    ['<script>'],
    ['<!--'],
    ['<div>'],
    ['<blockquote>'],
    ['<blockquote>a'],
    ['&'],
    ['&#'],
    ['&#x1'],
    ['<a href=" '],
    ['<p>'],
    ['<pre>\n'],
    [' '],
    ['a<a href="http://x">'],
    ['\n ', '<pre>'],
    ['<a\thref'],
    ['text ', '<a href="http://x.test">'],
  ] as [string, string?][]) {
    const html = (length: number) => begin + piece.repeat(Math.ceil(length / piece.length))
    assertLinear(400_000, (length) => htmlToText(html(length)), JSON.stringify(begin + piece))
  }
})
