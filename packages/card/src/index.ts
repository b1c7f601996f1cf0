export { askTries, openJpki, readCertificate, signDigest, type PinCounter } from './jpki'
export type { JpkiKey } from './keys'
export { pinFrom, type Pin } from './pin'
