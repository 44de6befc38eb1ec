/** The domains at which a tenant may take in mail: its own, and one below the installation's that carries its slug. */
export const ownDomains = (tenant: { domain: string | null; slug: string }, mailDomain: string): string[] => [
  ...(tenant.domain === null ? [] : [tenant.domain.toLowerCase()]),
  `${tenant.slug}.${mailDomain}`,
]
