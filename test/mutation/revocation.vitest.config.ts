import { configFor } from './vitest.config'

export default configFor('revocation')
