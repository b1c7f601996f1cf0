export { base64url, toBase64url } from './base64url'
export {
  cvAgeRecord,
  cvCertificate,
  cvKey,
  type CvAgeRecord,
  type CvCertificate,
  type CvKey,
} from './card-verifiable'
export {
  bits,
  constant,
  named,
  octets,
  reserved,
  rest,
  restLength,
  u16be,
  u16le,
  u32be,
  u32le,
  u8,
  type Field,
  type FixedField,
} from './field'
export { readDer, requireDer, type DerObject } from './der'
export {
  derAny,
  derBitBytes,
  derBits,
  derEnumerated,
  derExplicit,
  derGeneralizedTime,
  derImplicit,
  derImplicitList,
  derImplicitSequence,
  derInteger,
  derList,
  derObjectId,
  derNull,
  derOctets,
  derOptional,
  derSequence,
  derSet,
  derTagged,
  derTime,
  derTrueOrAbsent,
  readDerAs,
  type DerField,
  type DerOptionalField,
  type DerValue,
} from './der-fields'
export { hex, toHex } from './hex'
export { join, sameBytes } from './join'
export { layout, type Layout, type Value } from './layout'
export { MalformedBytes } from './malformed'
export { encodeTlv, readTlv, readTlvs, tlvLength, type Tlv } from './tlv'
