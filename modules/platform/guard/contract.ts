// Who is held to what, and who is turned away.
export * from './contract/blocks.ts'
export * from './contract/limits.ts'
