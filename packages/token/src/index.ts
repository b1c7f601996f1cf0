export {
  ageAssurances,
  ageEvidence,
  ageSaid,
  answerAge,
  isAssured,
  MOST_AGES,
  readAgeAnswer,
  type AgeAnswer,
  type AgeAssurance,
  type AgeEvidence,
} from './age-answer'
export { ageOver, isBirthDate, type AgeOver, type AgeOverOptions, type BornOn } from './age-over'
export {
  readAgeChallenge,
  writeAgeChallenge,
  type AgeChallenge,
  type AgeChallengeMessage,
} from './age-challenge'
export { agePolicies, yearsOf, type AgePolicy } from './age-policies'
export {
  readAgeProof,
  writeAgeProof,
  type AgeProof,
  type RecordedAgeProof,
  type SelfAssertedAge,
  type SignedAgeProof,
} from './age-proof'
export {
  ageDigestInfo,
  ageRecordBytes,
  ageRecordDigestInfo,
  ageStatement,
  ageStatementBytes,
  isForOtherPurpose,
  type AgeContent,
} from './age-statement'
export {
  PURPOSES,
  readChallenge,
  transactionContext,
  writeChallenge,
  type Challenge,
  type ChallengeMessage,
  type Purpose,
} from './challenge'
export { isOrigin } from './origin'
export { digestInfo, signedBytes, type SignedContent } from './signed-bytes'
export { MOST_TOKEN_BYTES } from './flat-members'
export { readToken, TOKEN_FORMAT, writeToken, type Token } from './token'
export { dayInTokyo } from './tokyo-day'
