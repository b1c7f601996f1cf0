export type { BirthDate, Era } from './birth-date'
export { memoryChallengeStore, type ChallengeStore, type StoredChallenge } from './challenge-store'
export { ConfigurationError } from './configuration-error'
export { loginHandler, type HandlerOptions, type LogEntry } from './handler'
export { loginVerifier, type LoginVerifier, type VerifiedLogin } from './login'
export type { LoginOptions, TrustOptions } from './options'
export type { PersonalAttributes, RegisteredText, Sex } from './personal-attributes'
export { platformChecker, type PlatformOptions } from './revocation/platform-checker'
export type { CertificateUse, KeyKind } from './profiles'
export { Refusal, refusals, type RefusalCode, type Told } from './refusal'
export { revocationReasons, type RevocationReason } from './revocation/reasons'
export {
  staticChecker,
  type RevocationAnswer,
  type RevocationChecker,
  type RevocationQuestion,
} from './revocation/revocation'
export type { Role } from './roles'
export type { Sensitive } from './sensitive'
export {
  signatureVerifier,
  type SignatureOptions,
  type SignatureVerifier,
  type SignedMessage,
  type VerifiedSignature,
} from './signature-verifier'
