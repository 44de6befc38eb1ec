// What may be uploaded for which purpose: by the installation, and by a tenant instead of it.
import type { Out, Parsed } from '#kernel/contract/index.ts'
import type { Config } from '#kernel/server/config.ts'
import type { Context } from '#kernel/server/context.ts'
import { type fileRules, PURPOSES } from '../../contract.ts'

type Purpose = (typeof PURPOSES)[number]
export type Rule = { types: readonly string[]; maxSize: number }

const PICTURES = ['jpg', 'jpeg', 'png', 'gif', 'webp']
const MEGABYTE = 1_048_576

/** What holds where a tenant says nothing; never more than the installation's largest file. */
const usual = ({ maxSize, types }: Config['files']): Record<Purpose, Rule> => ({
  attachment: { types, maxSize },
  avatar: { types: PICTURES, maxSize: Math.min(5 * MEGABYTE, maxSize) },
  document: { types: ['pdf', 'doc', 'docx', 'xlsx', ...PICTURES], maxSize },
  report: { types: ['pdf', 'xlsx', 'csv', 'json', 'zip'], maxSize },
})

/** The rule of a purpose for the tenant of this transaction. */
export async function ruleOf({ db, platform }: Context, purpose: Purpose): Promise<Rule> {
  const { files } = platform.config
  const own = (await db
    .selectFrom('file_rules')
    .select(['types', 'max_size'])
    .where('purpose', '=', purpose)
    .executeTakeFirst()) as { types: string[]; max_size: number } | undefined
  return own ? { types: own.types, maxSize: Math.min(own.max_size, files.maxSize) } : usual(files)[purpose]
}

type Rules = Out<typeof fileRules.list>['items']

async function listed(context: Context): Promise<Rules> {
  const all: Rules = []
  for (const purpose of PURPOSES) {
    const { types, maxSize } = await ruleOf(context, purpose)
    all.push({ purpose, types: [...types], max_size: maxSize })
  }
  return all
}

export const rules = {
  list: async (context: Context): Promise<Out<typeof fileRules.list>> => ({ items: await listed(context) }),
  async overview(context: Context): Promise<Out<typeof fileRules.overview>> {
    const { files } = context.platform.config
    const own = (await context.db.selectFrom('file_rules').select('purpose').execute()) as { purpose: Purpose }[]
    const standard = usual(files)
    const items = (await listed(context)).map((rule) => ({
      ...rule,
      is_own: own.some(({ purpose }) => purpose === rule.purpose),
      usual: { types: [...standard[rule.purpose].types], max_size: standard[rule.purpose].maxSize },
    }))
    return { items, most: files.maxSize }
  },
  async reset(context: Context, { purpose }: Parsed<typeof fileRules.reset>): Promise<Rules[number]> {
    await context.db.deleteFrom('file_rules').where('purpose', '=', purpose).execute()
    return (await listed(context)).find((one) => one.purpose === purpose)!
  },
  async set(context: Context, { purpose, ...rule }: Parsed<typeof fileRules.set>): Promise<Rules[number]> {
    await context.db
      .insertInto('file_rules')
      .values({ purpose, ...rule })
      .onConflict((clash) => clash.columns(['tenant_id', 'purpose']).doUpdateSet(rule))
      .execute()
    return (await listed(context)).find((one) => one.purpose === purpose)!
  },
}
