export {
  openInputSupport,
  readAttributes,
  type Attributes,
  type PartialDate,
  type Sex,
} from './attributes'
export { certificateDates, type CertificateDates } from './certificate-dates'
export { openCommon, readCommonInformation, type CommonInformation } from './common'
export {
  openFace,
  readAgeRecord,
  readAgeRecordProof,
  readFaceRecord,
  type AgeRecord,
  type AgeRecordProof,
  type FaceRecord,
} from './face'
export type { JpkiKey } from './generation'
export type { CvAnchor, Genuine } from './genuine'
export {
  certificatesThere,
  openJpki,
  readCaCertificate,
  readCertificate,
  signDigest,
  tokenKind,
  type TokenKind,
} from './jpki'
export {
  birthDateKey,
  eraNames,
  firstYearOf,
  inEra,
  isNumberB,
  numberB,
  type EraName,
  type NumberBParts,
} from './number-b'
export {
  askTries,
  canTypeAtReader,
  changeSecret,
  present,
  presentAtReader,
  type Counter,
  type ReaderPin,
} from './present'
export { Secret, secretFrom } from './secret'
export { signingAttributes, type SigningAttributes, type Substitutes } from './signing-attributes'
export { readVerifiedAttributes, type GenuineOptions } from './verified-attributes'
