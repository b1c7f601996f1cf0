export { crlChecker, type CrlOptions, type DistributionPoint } from './crl-checker'
export type { IssuerOptions } from './issuers'
export { ocspChecker, type OcspOptions } from './ocsp-checker'
