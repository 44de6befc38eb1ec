export * from './component.ts'
export * from './versions.ts'
