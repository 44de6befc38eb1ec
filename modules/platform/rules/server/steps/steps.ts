// What rules may do with every kind of record, whichever module it belongs to.
import * as z from 'zod'
import { email, line, matches, prose, reference, references, type Refusal } from '#kernel/contract/index.ts'
import { personOf, reach, systemOf } from '#kernel/server/access/actor.ts'
import type { Context } from '#kernel/server/context.ts'
import type { OutgoingRefusal } from '#kernel/server/outgoing/refusal.ts'
import { signed } from '#kernel/server/outgoing/signature.ts'
import type { Address, Ruled } from '#kernel/server/rules/ruled.ts'
import { type Doing, Skipped, step } from '#kernel/server/rules/step.ts'
import { teams, users } from '#modules/platform/identity/contract.ts'
import { mail } from '#modules/platform/mail/contract.ts'
import { ruleTold } from '../../contract.ts'
import { stepJob } from '../firing/steps.ts'
import { addressRoles, peopleRoles, settableField, settableValue } from './params.ts'
import { filled } from '#kernel/server/rules/words.ts'
import { secretsOf } from './secret.ts'

const unknownRoles = (wanted: readonly string[], known: object, pointer: string): Refusal[] =>
  wanted.flatMap((role, index) =>
    role in known ? [] : [{ pointer: `${pointer}/${index}`, code: 'unknown_reference' }],
  )

const notifyParams = z.strictObject({
  who: peopleRoles().default([]),
  users: references('user').default([]),
  team: reference('team').nullable().default(null),
  text: prose(1_000).min(1),
})

/** Tells people inside; whoever may not see the record is not told of it. */
export const notify = step('notify', notifyParams, {
  of: null,
  async check(_context: Context, ruled: Ruled, { who, users: named, team }) {
    if (who.length + named.length === 0 && team === null) return [{ pointer: '/who', code: 'required' }]
    return unknownRoles(who, ruled.people, '/who')
  },
  async perform(context, doing: Doing<z.output<typeof notifyParams>>) {
    const { ruled, record, params, rule } = doing
    const named = await Promise.all(params.who.map(async (role) => (await ruled.people[role]?.(context, record)) ?? []))
    const ofTeam = params.team ? (await context.call(teams.members, { id: params.team })).items.map(({ id }) => id) : []
    const ids = [...new Set([...named.flat(), ...params.users, ...ofTeam])]
    if (ids.length === 0) throw new Skipped('rule_code.nobody')
    const { items } = await context.call(users.addressees, { ids })
    const { roles } = context.platform.access
    const to = items.flatMap((person) => {
      const self = personOf(roles, context.actor.tenant_id, person)
      return matches(reach(self, ruled.of, ruled.can), record, self) ? [person.id] : []
    })
    if (to.length === 0) throw new Skipped('rule_code.nobody')
    context.emit(ruleTold, {
      rule: { id: rule.id, name: rule.name },
      to,
      title: ruled.named(record),
      text: filled(params.text, doing, context.platform.config.publicUrl),
      link: ruled.link(record),
    })
  },
})

const mailParams = z.strictObject({
  to: addressRoles().default([]),
  address: email({ personal: false }).nullable().default(null),
  subject: line(200),
  text: prose(10_000).min(1),
})

/** Writes to people outside, within what one address may get of mails that no person wrote. */
export const sendMail = step('mail', mailParams, {
  of: null,
  async check(_context: Context, ruled: Ruled, { to, address }) {
    if (to.length === 0 && address === null) return [{ pointer: '/to', code: 'required' }]
    return unknownRoles(to, ruled.addresses, '/to')
  },
  async perform(context, doing: Doing<z.output<typeof mailParams>>) {
    const { ruled, record, params } = doing
    const base = context.platform.config.publicUrl
    const named = await Promise.all(
      params.to.map(async (role) => (await ruled.addresses[role]?.(context, record)) ?? []),
    )
    const all: Address[] = [...named.flat(), ...(params.address ? [await addressed(context, params.address)] : [])]
    const to = [...new Map(all.map((one) => [one.address.toLowerCase(), one])).values()]
    if (to.length === 0) throw new Skipped('rule_code.nobody')
    const sent = await Promise.all(
      to.map((one) =>
        context.call(mail.send, {
          to: [{ name: one.name, address: one.address }],
          subject: filled(params.subject, doing, base),
          text: filled(params.text, doing, base),
          language: one.language ?? context.platform.config.email.language,
          automatic: true,
        }),
      ),
    )
    if (sent.every((one) => one === null)) throw new Skipped('rule_code.mail_held')
  },
})

/** Somebody by their address alone: whoever works here has chosen a language. */
async function addressed({ call }: Context, address: string): Promise<Address> {
  const known = await call(users.byEmail, { email: address })
  return { name: '', address, language: known?.language ?? null }
}

const hookParams = z.strictObject({ url: line(2_000) })

/**
 * Tells another program, signed by Standard Webhooks with the organisation's one secret; the header `webhook-id` is the same
 * however often it is tried.
 */
export const callWebhook = step('webhook', hookParams, {
  of: null,
  async check({ platform }: Context, _ruled: Ruled, { url }) {
    try {
      platform.outgoing.check(url)
      return []
    } catch (error) {
      const { code, params } = error as OutgoingRefusal
      return [{ pointer: '/url', code, params }]
    }
  },
  async send(platform, tenantId, { params, record, ruled, rule, key }: Doing<z.output<typeof hookParams>>) {
    const now = Date.now()
    const secrets = await platform.within(systemOf(tenantId), { cause: stepJob.queue }, secretsOf)
    const body = JSON.stringify({
      type: 'rule.fired',
      timestamp: new Date(now).toISOString(),
      data: { rule: { id: rule.id, name: rule.name }, [ruled.of.name]: record },
    })
    const { status } = await platform.outgoing.call({
      method: 'POST',
      url: params.url,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        ...signed(secrets, `msg_${key.replaceAll(/[^\w]/g, '')}`, now, body),
      },
      body,
    })
    if (status < 200 || status >= 300) throw new HookRefused()
  },
})

/** Told like the refusals of the client itself. */
class HookRefused extends Error {
  readonly code = 'rule_code.hook_status'
}

const noteParams = z.strictObject({ text: prose(5_000).min(1) })

export const addNote = step('note', noteParams, {
  of: null,
  perform: (context, doing: Doing<z.output<typeof noteParams>>) =>
    doing.ruled.note(
      context,
      doing.record,
      filled(doing.params.text, doing, context.platform.config.publicUrl),
      doing.rule,
    ),
})

const setParams = z.strictObject({ field: settableField(), value: settableValue() })

/** Whether a rule may set a field: those that the kind of record opens, and a tenant's own. */
const maySet = ({ settable, of }: Ruled, field: string) =>
  settable.includes(field) || (of.custom && field.startsWith('custom.'))

const valuesOf = (field: string, value: unknown) =>
  field.startsWith('custom.') ? { custom: { [field.slice('custom.'.length)]: value } } : { [field]: value }

export const setField = step('set', setParams, {
  of: null,
  async check(_context: Context, ruled: Ruled, { field, value }) {
    if (!maySet(ruled, field)) return [{ pointer: '/field', code: 'unknown_field' }]
    if (field.startsWith('custom.')) return []
    const parsed = ruled.of.patch.safeParse({ [field]: value })
    return parsed.success ? [] : [{ pointer: '/value', code: 'wrong_value' }]
  },
  effects: ({ field, value }, { of }) => [
    { entity: of.name, as: 'changed', fields: [field], values: { [field]: value } },
  ],
  perform: (context, { ruled, record, params: { field, value } }: Doing<z.output<typeof setParams>>) =>
    ruled.set(context, record.id, valuesOf(field, value)),
})
