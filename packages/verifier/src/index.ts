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
export type { CertificateUse } from './account-key'
export type { Mode } from './anchors'
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
export { loginHandler } from './handler'
export type {
  BelievedLogin,
  HandlerOptions,
  LogEntry,
  Members,
  Outcome,
  Step,
} from './handler-options'
export type { KeyKind } from './judge'
export { loginVerifier, type LoginVerifier, type VerifiedLogin } from './login'
export type { LoginOptions } from './options'
export { Refusal, refusals, type RefusalCode, type Told } from './refusal'
export { remoteKeys } from './results/remote-keys'
export type { AgeEvidence, AgeResult, LoginResult, Result, SignedResult } from './results/result'
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
export {
  staticChecker,
  type RevocationAnswer,
  type RevocationChecker,
  type RevocationQuestion,
} from './revocation'
export { memoryOnceStore } from './stores/memory-once-store'
export { challengesIn, type OnceStore } from './stores/once-store'
