export {
  openAccounts,
  type AccountExport,
  type Accounts,
  type AccountsOptions,
  type Arrival,
  type Arrived,
  type Unknown,
} from './accounts/accounts'
export type { AccountSecretBytes, CertificateIdentity } from './accounts/account-secrets'
export type { AccountKeyRow, AccountRow, AccountStore, FoundKey } from './accounts/account-store'
export { memoryAccountStore } from './accounts/memory-account-store'
export { pairwiseIds } from './accounts/pairwise-id'
export type { AskOldSerial, AskPlatformUser, BelievedCertificate } from './accounts/renewal'
export { ageVerifier, type AgeOptions, type AgeVerifier, type VerifiedAge } from './age-verifier'
export type { BirthDate, Era } from './birth-date'
export { memoryChallengeStore, type ChallengeStore, type StoredChallenge } from './challenge-store'
export { ConfigurationError } from './configuration-error'
export { countedChecker } from './fees/counted-checker'
export { estimateFees, type FeeEstimate, type FeePlan } from './fees/estimate'
export { feesCsv } from './fees/fees-csv'
export {
  openLedger,
  type FeeWarning,
  type Ledger,
  type LedgerOptions,
  type LookUp,
} from './fees/ledger'
export type { FeeRow, LedgerStore, MonthlyFee } from './fees/ledger-store'
export { memoryLedgerStore } from './fees/memory-ledger-store'
export { priceOf, prices, type FeeKind, type Price } from './fees/prices'
export type { AgeRecordAnchor } from './age-record'
export { loginHandler } from './handler'
export type {
  BelievedLogin,
  CheckedAge,
  HandlerOptions,
  LogEntry,
  Members,
  Outcome,
  Step,
} from './handler-options'
export { loginVerifier, type LoginVerifier, type VerifiedLogin } from './login'
export type { LoginOptions, TrustOptions } from './options'
export type { PersonalAttributes, RegisteredText, Sex } from './personal-attributes'
export { platformChecker, type PlatformOptions } from './revocation/platform-checker'
export type { CertificateUse, KeyKind } from './profiles'
export { Refusal, refusals, type RefusalCode, type Told } from './refusal'
export { remoteKeys } from './results/remote-keys'
export {
  ageResultOf,
  type AgeResult,
  type LoginResult,
  type Result,
  type SignedResult,
} from './results/result'
export {
  newResultKey,
  readResultKey,
  type Jwks,
  type PublicJwk,
  type ResultAlgorithm,
  type ResultKey,
} from './results/result-keys'
export { resultReceiver, type ResultReceiverOptions } from './results/result-receiver'
export {
  resultSigner,
  type ResultAddress,
  type ResultSigner,
  type ResultSignerOptions,
} from './results/result-signer'
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
export { transactionContext } from '@myna/token'
export { memoryOnceStore } from './stores/memory-once-store'
export { challengesIn, type OnceStore } from './stores/once-store'
