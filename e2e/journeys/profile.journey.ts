// A person's own corner: a picture, a state, a zone; and what administrators see of roles and choose for files.
import { mkdirSync } from 'node:fs'
import sharp from 'sharp'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { expectNoSideways, openAs, press, see, signIn } from './person.ts'

const shots = process.env['PROFILE_SHOTS']
if (shots) mkdirSync(shots, { recursive: true })

journey(
  'somebody gets a face and is not disturbed; an administrator reads roles and chooses what may be uploaded',
  { timeout: 180_000 },
  async ({ page, newWindow }) => {
    const show = async (where: typeof page, name: string) => {
      if (shots) await where.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
    }
    const t = await openAs(page, 'admin@acme.test', '/profile')
    await see(page.getByRole('button', { name: t('picture.choose') }))
    const buffer = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#2266aa' } })
      .jpeg()
      .toBuffer()
    await page.locator('input[type=file]').setInputFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer })
    await see(page.getByRole('button', { name: t('picture.change') }), 40_000)
    await see(page.getByRole('main').locator('img[src^="blob:"]'))

    const state = page.getByRole('combobox', { name: t('availability.state') })
    await press(state)
    await press(page.getByRole('option', { name: t('state.do_not_disturb') }))
    await page.getByRole('textbox', { name: t('availability.note') }).fill('Exam')
    const about = page.getByRole('region', { name: t('availability.title') })
    await press(about.getByRole('button', { name: t('do.save') }))
    await see(page.getByRole('region', { name: t('picture.title') }).getByText('Exam'))
    await page.reload()
    await see(page.getByRole('list', { name: t('audit.mine') }).getByText(t('action.profile.setAvailability')))
    await expectNoAxeViolations(page)
    await show(page, 'profile-1440')

    for (const [place, name] of [
      ['/settings/roles', t('menu.roles')],
      ['/settings/files', t('menu.files')],
    ] as const) {
      await page.goto(place)
      await see(page.getByRole('heading', { level: 1, name }))
      await see(page.getByRole('main').getByRole('heading', { level: 2 }))
      await expectNoAxeViolations(page)
      await show(page, `${place.split('/').at(-1)!}-1440`)
    }
    const reports = page.getByRole('region', { name: t('file_rules.purpose.report') })
    await press(reports.getByRole('button', { name: t('do.save') }))
    await press(reports.getByRole('button', { name: t('file_rules.reset') }))
    await see(reports.getByText(t('file_rules.usual')))

    const phone = await newWindow({ size: 'phone', dark: true })
    await signIn(phone, 'admin@acme.test', 'ar')
    for (const place of ['/profile', '/settings/roles', '/settings/files']) {
      await phone.goto(place)
      await see(phone.getByRole('main').getByRole('heading', { level: 2 }))
      await expectNoSideways(phone)
      await expectNoAxeViolations(phone)
      await show(phone, `${place.split('/').at(-1)!}-390`)
    }
  },
)
