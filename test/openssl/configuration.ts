// What `openssl req`, `x509` and `ca` are told: extensions of certificates and lists, right and wrong.

const UNIT = 'JPKI for user authentication'
export const CA_NAME = `/C=JP/O=JPKI-TEST/OU=${UNIT}/OU=Japan Agency for Local Authority Information Systems`

const point = (section: string, city: string) => `
[${section}]
fullname = dirName:${section}_name
[${section}_name]
C = JP
O = JPKI-TEST
1.OU = ${UNIT}
2.OU = CRL Distribution Points
3.OU = Tokyo-to
CN = ${city} CRLDP
`

export const configuration = (folder: string) => `
[req]
distinguished_name = nothing
string_mask = utf8only
[nothing]
[root]
keyUsage = critical, keyCertSign, cRLSign
basicConstraints = critical, CA:TRUE
subjectKeyIdentifier = hash
[holder]
keyUsage = critical, digitalSignature
certificatePolicies = critical, 1.2.392.200149.8.5.1.0.30
authorityKeyIdentifier = keyid
subjectKeyIdentifier = hash
crlDistributionPoints = here
[holder_elsewhere]
keyUsage = critical, digitalSignature
certificatePolicies = critical, 1.2.392.200149.8.5.1.0.30
authorityKeyIdentifier = keyid
crlDistributionPoints = there
[holder_pointless]
keyUsage = critical, digitalSignature
certificatePolicies = critical, 1.2.392.200149.8.5.1.0.30
authorityKeyIdentifier = keyid
[delegate]
noCheck = ignored
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, OCSPSigning
[revocable]
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, OCSPSigning
[plain]
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, digitalSignature, keyCertSign
extendedKeyUsage = OCSPSigning
[ca]
default_ca = list
[list]
database = ${folder}/index.txt
crlnumber = ${folder}/crlnumber
default_md = sha256
default_crl_days = 2
[idp]
issuingDistributionPoint = critical, @idp_here
authorityKeyIdentifier = keyid
[idp_here]
fullname = dirName:here_name
onlyuser = TRUE
[none]
authorityKeyIdentifier = keyid
[other_point]
issuingDistributionPoint = critical, @there
[indirect]
issuingDistributionPoint = critical, @idp_indirect
[idp_indirect]
fullname = dirName:here_name
indirectCRL = TRUE
[reasons]
issuingDistributionPoint = critical, @idp_reasons
[idp_reasons]
fullname = dirName:here_name
onlysomereasons = keyCompromise
[authorities]
issuingDistributionPoint = critical, @idp_authorities
[idp_authorities]
fullname = dirName:here_name
onlyCA = TRUE
[address]
issuingDistributionPoint = critical, @idp_address
[idp_address]
fullname = URI:http://crl.example/
[delta]
issuingDistributionPoint = critical, @idp_here
2.5.29.27 = critical, DER:02:01:01
[quiet_delta]
issuingDistributionPoint = critical, @idp_here
2.5.29.27 = DER:02:01:01
[unknown]
issuingDistributionPoint = critical, @idp_here
1.2.3.4 = critical, DER:05:00
${point('here', 'Kakuu-shi')}
${point('there', 'Mihon-shi')}
`

/** The lists: how their extensions are. */
export type ListKind =
  | 'idp'
  | 'none'
  | 'other_point'
  | 'indirect'
  | 'reasons'
  | 'authorities'
  | 'address'
  | 'delta'
  | 'quiet_delta'
  | 'unknown'
