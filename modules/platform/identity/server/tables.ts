// The tables that nobody may see: they have no entity.
import type { Generated } from 'kysely'

export type IdentityTables = {
  sign_in_names: { tenant_id: Generated<string>; name: string; user_id: string }
  credentials: {
    tenant_id: Generated<string>
    user_id: string
    password_hash: string
    earlier: string[]
    changed_at: Generated<string>
  }
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
