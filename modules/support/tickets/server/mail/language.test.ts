import assert from 'node:assert/strict'
import { test } from 'node:test'
import { languageOf } from './language.ts'

const table: [string, string][] = [
  ['Здравствуйте, касса 1C не печатает чек, пишет Error 504', 'ru'],
  ['Ассалому алайкум, интернет ишламаяпти, қачон тузатилади? Ҳамма ғалаён қилмоқда ўзи', 'uz'],
  ['Assalomu alaykum, internet ishlamayapti, iltimos yordam bering', 'uz'],
  ["Salom, to'lov o'tmadi, nima qilish kerak", 'uz'],
  ['Hello, the till does not print. It is the one with the old driver.', 'en'],
  ["It's the client's bill, don't worry", 'en'],
  ['مرحبا، الطابعة لا تعمل منذ الصباح', 'ar'],
  ['', 'en'],
  ['1234 ?!', 'en'],
]
for (const [text, wanted] of table) test(`${wanted}: ${text}`, () => assert.equal(languageOf(text), wanted))
