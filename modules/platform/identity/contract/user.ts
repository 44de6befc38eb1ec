// A person as the platform knows them.
import * as z from 'zod'
import { choice, email, entity, id, instant, line, reference, references, yesNo } from '#kernel/contract/index.ts'

export const ROLES = ['admin', 'manager', 'agent', 'analyst', 'client', 'sales_manager', 'seller'] as const
/** Administers the platform itself: makes tenants, sees no tenant's records. */
export const PLATFORM_ROLE = 'super_admin'
export const LANGUAGES = ['ru', 'en', 'uz', 'ar'] as const

export const AVAILABILITIES = ['away', 'busy', 'do_not_disturb'] as const
/** As others see somebody: what they said, else whether they were seen of late. */
export const STATES = ['online', ...AVAILABILITIES, 'offline'] as const

/** A time zone that the platform can count in. */
export const timeZone = () => line(60).refine(isZone, { message: 'time_zone' })

function isZone(name: string): boolean {
  // Zones of a fixed distance are no places people live in.
  if (/^[+-]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

export const User = entity('user', {
  table: 'users',
  written: {
    name: line(100, { personal: true, searched: 'A', sortable: true }),
    email: email({ searched: 'B', exact: 'email' }),
    role: choice([...ROLES, PLATFORM_ROLE]).default('client'),
    language: choice(LANGUAGES).default('ru'),
    organisation: reference('organisation').nullable().default(null),
    phone: line(32, { personal: true, searched: 'C', exact: 'phone' }).nullable().default(null),
    teams: references('team', { filterable: true }).default([]),
    is_active: yesNo({ filterable: true }).default(true),
  },
  kept: {
    last_sign_in_at: instant().nullable(),
    /** Until when the invitation may be accepted that the person has not answered yet; null for everybody else. */
    invited_until: instant().nullable(),
    /** A checked picture of theirs; null shows initials. */
    avatar: reference('file', { filterable: false }).nullable(),
    /** The IANA name of the time zone they live by; null = that of the device. */
    zone: timeZone().nullable(),
    /** What they said of themselves; null = whatever can be seen. */
    availability: choice(AVAILABILITIES, { filterable: false }).nullable(),
    availability_note: line(100, { personal: true }).nullable(),
    /** From then on it is as if they had said nothing. */
    availability_until: instant().nullable(),
  },
  access: { own: { id: 'me' } },
})

/** What anyone in the tenant may know of a person: enough to show who wrote what. */
export const PersonCard = z.object({
  id: id(),
  name: z.string(),
  role: z.string(),
  /** Its name. */
  organisation: z.string().nullable(),
  /** False for those who left: shown where they were, not offered where somebody is chosen. */
  is_active: z.boolean(),
  avatar: id().nullable(),
  /** Null for those who may not know: customers are not told what staff do. */
  state: z.enum(STATES).nullable(),
  state_note: z.string().nullable(),
  state_until: z.string().nullable(),
})
