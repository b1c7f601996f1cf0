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
export { agePolicies, yearsOf, type AgePolicy } from './age-policies'
export {
  PURPOSES,
  readChallenge,
  writeChallenge,
  type Challenge,
  type ChallengeMessage,
  type Purpose,
} from './challenge'
export { isOrigin } from './origin'
export { digestInfo, signedBytes, type SignedContent } from './signed-bytes'
export { MOST_TOKEN_BYTES, readToken, TOKEN_FORMAT, writeToken, type Token } from './token'
export { dayInTokyo } from './tokyo-day'
