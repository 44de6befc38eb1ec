// The modules of the server, in the order of their migrations.
import identity from '#modules/platform/identity/server/module.ts'
import system from '#modules/platform/system/server/module.ts'
import tenants from '#modules/platform/tenants/server/module.ts'

export const serverModules = [system, tenants, identity]
