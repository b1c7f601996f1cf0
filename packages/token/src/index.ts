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
