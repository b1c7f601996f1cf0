// What can be wrong with a certificate, one fault a line, and the code of the refusal. Each is signed
// rightly by the right CA all the same, so nothing but its fault can refuse it.
import { encodeTlv, hex, join, toHex } from '@myna/bytes'
import {
  AUTHENTICATION,
  authorityKeyId,
  bitString,
  caName,
  CA_KEY_ID,
  extension,
  integer,
  keyUsage,
  nameOf,
  objectId,
  octetString,
  period,
  policy,
  sequence,
  spkiOf,
  TRUE,
  utcTime,
  type Fields,
  type Keys,
} from './certificate-factory'

const TEST_POLICY = '1.2.392.200149.8.5.1.0.30'
const SIGNING_POLICY = '1.2.392.200149.8.5.1.1.20'
const good = [keyUsage('03020780'), policy(TEST_POLICY), authorityKeyId()]

export type Change = Partial<Fields> | ((keys: Keys) => Partial<Fields> | Promise<Partial<Fields>>)

export const fieldsOf = (change: Change, keys: Keys) =>
  typeof change === 'function' ? change(keys) : change

const objects = (...ids: string[]) => sequence(...ids.map(objectId))
const withMore = (...more: Uint8Array[]) => ({ extensions: [...good, ...more] })
const withUsage = (bits: string) => ({ extensions: [keyUsage(bits), ...good.slice(1)] })
const withPolicy = (...ids: string[]) => ({
  extensions: [good[0]!, policy(...ids), good[2]!],
})

// prettier-ignore
export const faults: readonly (readonly [name: string, outcome: string, change: Change])[] = [
  ['nothing wrong with it', 'believed', {}],
  ['no key identifier of its issuer', 'believed', { extensions: good.slice(0, 2) }],
  ['an unknown extension that is not critical', 'believed', withMore(extension('1.2.3.4', false, hex('0500')))],
  ['clientAuth as extended key usage', 'believed', withMore(extension('2.5.29.37', false, objects('1.3.6.1.5.5.7.3.2')))],
  ['basicConstraints that say: no CA', 'believed', withMore(extension('2.5.29.19', true, hex('3000')))],
  ['a serial of 20 bytes', 'believed', { serial: integer('7f'.repeat(20)) }],

  ['version 1', 'certificate-version', { version: new Uint8Array(0), extensions: [] }],
  ['version 2', 'certificate-version', { version: hex('a003020101') }],
  ['version 4', 'certificate-version', { version: hex('a003020103') }],
  ['a serial of 21 bytes', 'certificate-serial', { serial: integer('7f'.repeat(21)) }],
  ['a negative serial', 'certificate-serial', { serial: integer('86d18006') }],
  ['serial zero', 'certificate-serial', { serial: integer('00') }],
  ['a serial with a needless zero', 'certificate-malformed', { serial: integer('0006d18006') }],
  ['a serial that is an octet string', 'certificate-malformed', { serial: octetString(hex('01')) }],
  ['SHA-1', 'certificate-algorithm', { algorithm: sequence(objectId('1.2.840.113549.1.1.5'), hex('0500')) }],
  ['another algorithm inside than outside', 'certificate-algorithm', { outerAlgorithm: sequence(objectId('1.2.840.113549.1.1.12'), hex('0500')) }],
  ['an algorithm without its NULL', 'certificate-algorithm', { algorithm: objects('1.2.840.113549.1.1.11') }],
  ['an algorithm with parameters', 'certificate-algorithm', { algorithm: sequence(objectId('1.2.840.113549.1.1.11'), sequence()) }],
  ['an empty issuer', 'certificate-malformed', { issuer: sequence() }],
  ['an empty subject', 'certificate-malformed', { subject: sequence() }],
  ['three times in its validity', 'certificate-malformed', { validity: sequence(utcTime('240101000000Z'), utcTime('290101000000Z'), utcTime('290101000000Z')) }],
  ['30 February', 'certificate-malformed', { validity: period('240230000000Z') }],
  ['a time without seconds', 'certificate-malformed', { validity: period('2401010000Z') }],
  ['a time with an offset', 'certificate-malformed', { validity: period('240101000000+0900') }],
  ['GeneralizedTime before 2050', 'certificate-malformed', { validity: sequence(utcTime('240101000000Z'), encodeTlv(0x18, new TextEncoder().encode('20290101000000Z'))) }],
  ['something after its extensions', 'certificate-malformed', { more: hex('0500') }],

  ['an RSA key of 1024 bits', 'certificate-key', async ({ short }) => ({ publicKey: await spkiOf(short) })],
  ['an RSA key of 3072 bits', 'certificate-key', async ({ long }) => ({ publicKey: await spkiOf(long) })],
  ['e = 3', 'certificate-key', async ({ exponent3 }) => ({ publicKey: await spkiOf(exponent3) })],
  ['a key that is not RSA', 'certificate-key', { publicKey: sequence(sequence(objectId('1.2.840.10045.2.1'), objectId('1.2.840.10045.3.1.7')), bitString(hex(`04${'11'.repeat(64)}`))) }],
  ['a key of bits that are not whole bytes', 'certificate-malformed', async ({ leaf }) => ({ publicKey: unaligned(await spkiOf(leaf)) })],

  ['an extension twice', 'extension-duplicate', withMore(extension('2.5.29.37', false, objects('2.5.29.37.0')), extension('2.5.29.37', false, objects('2.5.29.37.0')))],
  ['an unknown extension twice', 'extension-duplicate', withMore(extension('1.2.3.4', false, hex('0500')), extension('1.2.3.4', false, hex('0500')))],
  ['an unknown critical extension', 'extension-critical', withMore(extension('1.2.3.4', true, hex('0500')))],
  ['a critical key identifier', 'extension-critical', { extensions: [...good.slice(0, 2), extension('2.5.29.35', true, sequence(encodeTlv(0x80, CA_KEY_ID)))] }],
  ['critical name constraints', 'extension-critical', withMore(extension('2.5.29.30', true, sequence(encodeTlv(0xa0, sequence(encodeTlv(0x82, hex('61')))))))],
  ['critical: FALSE written out', 'certificate-malformed', withMore(sequence(objectId('1.2.3.4'), hex('010100'), octetString(hex('0500'))))],
  ['an extension of four parts', 'certificate-malformed', withMore(sequence(objectId('1.2.3.4'), TRUE, octetString(hex('0500')), hex('0500')))],
  ['no extensions', 'certificate-malformed', { extensions: [] }],

  ['another issuer’s name', 'issuer-unknown', { issuer: nameOf('Somebody', AUTHENTICATION) }],
  ['its issuer’s name in another string type', 'issuer-unknown', { issuer: printable(caName()) }],
  ['another issuer’s key identifier', 'issuer-unknown', { extensions: [...good.slice(0, 2), authorityKeyId(hex('11'.repeat(20)))] }],
  ['another issuer’s signature under the right name', 'certificate-signature', ({ otherCa }) => ({ signer: otherCa })],
  ['its own signature under the right name', 'certificate-signature', ({ leaf }) => ({ signer: leaf })],
  ['a signature one byte short', 'certificate-signature', { signature: (right) => right.slice(1) }],
  ['a signature with a byte after it', 'certificate-signature', { signature: (right) => join(right, hex('00')) }],
  ['no signature', 'certificate-signature', { signature: () => new Uint8Array(0) }],

  ['the name of its issuer as its own', 'leaf-self-signed', { subject: caName() }],
  ['the word that it is a CA', 'leaf-is-ca', withMore(extension('2.5.29.19', true, sequence(TRUE)))],
  ['no key usage', 'key-usage', { extensions: good.slice(1) }],
  ['key usage of a signing certificate', 'key-usage', withUsage('030206c0')],
  ['key usage of a CA', 'key-usage', withUsage('03020284')],
  ['key usage for encryption only', 'key-usage', withUsage('03020520')],
  ['an empty key usage', 'certificate-malformed', withUsage('030100')],
  ['a key usage with zeros at its end', 'certificate-malformed', withUsage('03020080')],
  ['an extended key usage for servers only', 'extended-key-usage', withMore(extension('2.5.29.37', false, objects('1.3.6.1.5.5.7.3.1')))],
  ['no policy', 'policy-unknown', { extensions: [good[0]!, good[2]!] }],
  ['the policy of signing certificates', 'policy-unknown', withPolicy(SIGNING_POLICY)],
  ['the policy of signing test certificates', 'policy-unknown', withPolicy('1.2.392.200149.8.5.1.0.20')],
  ['the policy reported for phones', 'policy-unknown', withPolicy('1.2.392.200149.8.5.1.1.40')],
  ['any policy', 'policy-unknown', withPolicy('2.5.29.32.0')],
  ['one policy twice', 'certificate-malformed', withPolicy(TEST_POLICY, TEST_POLICY)],

  ['a beginning tomorrow', 'certificate-not-yet-valid', { validity: period('261125000000Z') }],
  ['an end yesterday', 'certificate-expired', { validity: period('240101000000Z', '261123000000Z') }],
  ['a period turned round', 'certificate-not-yet-valid', { validity: period('290101000000Z', '240101000000Z') }],
]

/** The same name with every UTF8String as a PrintableString. */
function printable(name: Uint8Array): Uint8Array {
  return hex(toHex(name).replaceAll('0c', '13'))
}

/** A public key whose BIT STRING leaves one bit unused. */
function unaligned(spki: Uint8Array): Uint8Array {
  const changed = spki.slice()
  changed[23] = 1 // after SEQUENCE, AlgorithmIdentifier and the header of the BIT STRING
  changed[changed.length - 1]! &= 0xfe
  return changed
}
