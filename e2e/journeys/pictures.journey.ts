// Photographs of a customer: checked in the background, looked at on the whole screen, by keyboard and by finger.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import sharp from 'sharp'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { expectNoSideways, listOf, openTicket, press, see, signIn, thread } from './person.ts'

const TITLE = 'Kassa ekrani buzilgan'
const photo = (background: string) =>
  sharp({ create: { width: 3_000, height: 2_000, channels: 3, background } })
    .jpeg({ quality: 95 })
    .toBuffer()

journey(
  'a customer sends photographs, and an agent looks at them',
  { timeout: 180_000, allow: [/415/] },
  async (tools) => {
    mkdirSync('e2e/.artifacts', { recursive: true })
    const customer = tools.page
    const uz = await signIn(customer, 'client@acme.test')
    await press(customer.getByRole('link', { name: uz('tickets.portal.new') }).first())
    await customer.getByRole('textbox', { name: uz('tickets.portal.subject') }).fill(TITLE)
    await customer.getByRole('textbox', { name: uz('tickets.portal.text') }).fill('Suratlar ilovada.')
    const asked = customer.waitForEvent('filechooser')
    await press(customer.getByRole('button', { name: uz('tickets.attach') }))
    await (
      await asked
    ).setFiles([
      { name: 'bir.jpg', mimeType: 'image/jpeg', buffer: await photo('#88aacc') },
      { name: 'ikki.jpg', mimeType: 'image/jpeg', buffer: await photo('#cc8844') },
      { name: 'jurnal.txt', mimeType: 'text/plain', buffer: Buffer.from('14:02 link down\n') },
      { name: 'hujjat.pdf', mimeType: 'application/pdf', buffer: Buffer.from('not a document at all') },
    ])
    for (const name of ['bir.jpg', 'ikki.jpg', 'jurnal.txt'])
      await see(customer.getByRole('button', { name: uz('tickets.remove_file', { name }) }))
    await see(customer.getByText('.pdf', { exact: false }).filter({ hasText: 'hujjat' }))
    await customer.screenshot({ path: 'e2e/.artifacts/pictures-composer.png' })
    await press(customer.getByRole('button', { name: uz('tickets.portal.submit') }))
    await see(customer.getByRole('heading', { level: 1, name: TITLE }))

    const agent = await tools.newWindow()
    const ru = await signIn(agent, 'agent@acme.test')
    await see(listOf(agent, ru).getByRole('link'))
    await openTicket(agent, ru, TITLE)
    const first = thread(agent, ru).getByRole('button', { name: 'bir.jpg' })
    await see(first)
    await see(thread(customer, uz).getByRole('button', { name: 'ikki.jpg' }))
    await agent.screenshot({ path: 'e2e/.artifacts/pictures-thread.png' })
    await first.click()
    const viewer = agent.getByRole('dialog')
    await see(viewer.getByRole('img', { name: 'bir.jpg' }))
    await agent.keyboard.press('+')
    await see(viewer.getByText('150 %'))
    await agent.keyboard.press('0')
    await see(viewer.getByText('100 %'))
    // Two that are sent at once may stand in either order.
    await agent.keyboard.press((await viewer.getByText('2 из 2').isVisible()) ? 'ArrowLeft' : 'ArrowRight')
    await see(viewer.getByRole('img', { name: 'ikki.jpg' }))
    await agent.emulateMedia({ colorScheme: 'dark' })
    await agent.screenshot({ path: 'e2e/.artifacts/pictures-viewer.png' })
    await expectNoAxeViolations(agent)
    const downloading = agent.waitForEvent('download')
    await viewer.getByRole('button', { name: ru('tickets.file.save') }).click()
    assert.equal((await downloading).suggestedFilename(), 'ikki.jpg')
    await agent.keyboard.press('Escape')

    await customer.setViewportSize({ width: 360, height: 740 })
    await expectNoSideways(customer)
    await customer.screenshot({ path: 'e2e/.artifacts/pictures-phone.png' })
  },
)
