export function explain(errors: string[], root: string): string
