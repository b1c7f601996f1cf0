export { openPglite, type EmbeddedDatabase } from './stores/pglite-client'
