// The tables of categorisation and of tags: they have no entity, nobody reads them but this module.
import type { ColumnType, Generated } from 'kysely'
import type { Guess, Model } from './classifier.ts'

export type CategoryTables = {
  category_models: {
    tenant_id: Generated<string>
    trained_at: string | null
    examples: Generated<number>
    accuracy: number | null
    coverage: number | null
    precision_set: number | null
    baseline: number | null
    threshold: Generated<number>
    version: Generated<number>
    /** Written as JSON text. */
    model: Model | string | null
  }
  ticket_suggestions: {
    tenant_id: Generated<string>
    ticket: string
    category: string
    confidence: number
    by_keywords: boolean
    state: 'offered' | 'set' | 'confirmed' | 'corrected'
    made_at: Generated<string>
    candidates: ColumnType<Guess[], string>
  }
  ticket_tag_changes: {
    tenant_id: Generated<string>
    id: Generated<string>
    tag: string
    becomes: string | null
    made_by: string
    made_at: Generated<string>
    done_at: string | null
    changed: Generated<number>
  }
}
