export type { Mode } from './anchors'
export { memoryChallengeStore, type ChallengeStore, type StoredChallenge } from './challenge-store'
export { ConfigurationError } from './configuration-error'
export { loginHandler, type HandlerOptions, type LogEntry } from './handler'
export type { KeyKind } from './judge'
export { loginVerifier, type LoginVerifier, type VerifiedLogin } from './login'
export type { LoginOptions } from './options'
export { Refusal, refusals, type RefusalCode, type Told } from './refusal'
export {
  staticChecker,
  type RevocationAnswer,
  type RevocationChecker,
  type RevocationQuestion,
} from './revocation'
