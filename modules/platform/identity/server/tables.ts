// The tables that nobody may see: they have no entity.
import type { Generated } from 'kysely'

export type IdentityTables = {
  organisation_domains: { tenant_id: Generated<string>; domain: string; organisation: string }
  sign_in_names: { tenant_id: Generated<string>; name: string; user_id: string }
  credentials: {
    tenant_id: Generated<string>
    user_id: string
    password_hash: string
    earlier: string[]
    changed_at: Generated<string>
  }
  account_links: {
    tenant_id: Generated<string>
    id: string
    user_id: string
    purpose: 'reset' | 'invitation'
    secret_hash: string
    made_for: string | null
    created_at: Generated<string>
    expires_at: string
    ended_at: string | null
    end_reason: 'used' | 'replaced' | 'withdrawn' | null
  }
  session_sightings: { tenant_id: Generated<string>; session_id: string; seen_at: string }
  password_policies: {
    tenant_id: Generated<string>
    min_length: number
    kinds: number
    remembered: number
    max_age_days: number | null
  }
  user_preferences: { tenant_id: Generated<string>; user_id: string; key: string; value: unknown }
  sessions: {
    tenant_id: Generated<string>
    id: string
    user_id: string
    renewals: Generated<number>
    created_at: Generated<string>
    used_at: Generated<string>
    expires_at: string
    ended_at: string | null
    end_reason: 'signed_out' | 'reused' | 'password' | 'deactivated' | 'revoked' | null
    address: string
    user_agent: string
  }
}
