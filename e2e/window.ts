// Windows of an installed Chromium as people have them: their language, size, colours.
import { type Browser, type BrowserContext, chromium } from 'playwright-core'
import { ensureBrowser } from './installed-browser.ts'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]
const locales = { ru: 'ru-RU', en: 'en-GB', uz: 'uz-UZ', ar: 'ar-EG' } as const
const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const

export type WindowSettings = {
  /** The language of the browser; Arabic turns the page right to left by itself. English unless told. */
  language?: keyof typeof locales
  size?: keyof typeof sizes | { width: number; height: number }
  dark?: boolean
  reducedMotion?: boolean
  /** Keeps all of the client's files for a start without a connection, as browsers of people do: megabytes for every window. */
  keepsFiles?: boolean
}

/** A window with cookies of its own on the product at `url`. */
export function openWindow(on: Browser, url: string, settings: WindowSettings): Promise<BrowserContext> {
  const phone = settings.size === 'phone'
  return on.newContext({
    baseURL: url,
    locale: locales[settings.language ?? 'en'],
    timezoneId: 'Asia/Tashkent',
    viewport: typeof settings.size === 'object' ? settings.size : sizes[settings.size ?? 'desktop'],
    isMobile: phone,
    hasTouch: phone,
    colorScheme: settings.dark ? 'dark' : 'light',
    serviceWorkers: settings.keepsFiles ? 'allow' : 'block',
    reducedMotion: settings.reducedMotion ? 'reduce' : 'no-preference',
  })
}

/** A Chromium without a window; close it yourself. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: ensureBrowser(), headless: true, args: flags })
}
