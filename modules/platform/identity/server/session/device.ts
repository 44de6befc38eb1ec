// What a program says of itself, in two words that people know.

export type Device = { browser: string | null; system: string | null }

// The first that fits: browsers name those they are made from behind their own names.
const BROWSERS: [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\/|\bOpera\b/, 'Opera'],
  [/\bYaBrowser\//, 'Yandex'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:HeadlessChrome|Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bVersion\/[\d.]+.*\bSafari\//, 'Safari'],
  [/^curl\//, 'curl'],
  [/^(?:node|undici)\b/, 'Node.js'],
  [/^python-requests\/|^python-httpx\//, 'Python'],
]
const SYSTEMS: [RegExp, string][] = [
  [/\biPad\b/, 'iPad'],
  [/\biPhone\b/, 'iPhone'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]

/** The browser and the system of a User-Agent; null for what it does not say. */
export function deviceOf(userAgent: string): Device {
  const first = (list: [RegExp, string][]) => list.find(([sign]) => sign.test(userAgent))?.[1] ?? null
  return { browser: first(BROWSERS), system: first(SYSTEMS) }
}

/** The neighbourhood of an address, which a provider's next address seldom leaves: 16 bits of IPv4, 48 of IPv6. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  return plain.includes('.') ? plain.split('.').slice(0, 2).join('.') : plain.split(':').slice(0, 3).join(':')
}

/** Whether two sign-ins look like the same device at the same place. */
export const looksAlike = (
  a: { user_agent: string; address: string },
  b: { user_agent: string; address: string },
): boolean => kindOf(a) === kindOf(b)

const kindOf = ({ user_agent, address }: { user_agent: string; address: string }) => {
  const { browser, system } = deviceOf(user_agent)
  return `${browser}/${system}/${networkOf(address)}`
}
