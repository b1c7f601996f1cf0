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
  generalizedTime,
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

const rsaKeyOf = (key: Uint8Array) =>
  sequence(sequence(objectId('1.2.840.113549.1.1.1'), hex('0500')), bitString(key))

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
  ['basicConstraints that say: no CA, critically', 'believed', withMore(extension('2.5.29.19', true, hex('3000')))],
  ['a serial of 20 bytes', 'believed', { serial: integer('7f'.repeat(20)) }],
  ['a serial whose first bit is masked by a zero', 'believed', { serial: integer('0080000001') }],
  ['serial 1', 'believed', { serial: integer('01') }],
  ['an end in 2049, the last year of UTCTime', 'believed', { validity: period('240101000000Z', '491231235959Z') }],
  ['an end in 2050, as GeneralizedTime', 'believed', { validity: sequence(utcTime('240101000000Z'), generalizedTime('20500101000000Z')) }],
  ['29 February of a leap year', 'believed', { validity: period('240229000000Z') }],
  ['policies that are not critical', 'believed', { extensions: [good[0]!, extension('2.5.29.32', false, sequence(objects(TEST_POLICY))), good[2]!] }],
  ['a policy with a qualifier', 'believed', { extensions: [good[0]!, extension('2.5.29.32', true, sequence(sequence(objectId(TEST_POLICY), sequence(sequence(objectId('1.3.6.1.5.5.7.2.1'), encodeTlv(0x16, hex('687474703a2f2f78'))))))), good[2]!] }],
  ['a ninth key usage beside the right one', 'believed', withUsage('0303078080')],
  ['another policy beside the right one', 'believed', withPolicy('1.2.3.4', TEST_POLICY)],
  ['any use as extended key usage', 'believed', withMore(extension('2.5.29.37', false, objects('2.5.29.37.0')))],
  ['clientAuth beside another extended key usage', 'believed', withMore(extension('2.5.29.37', true, objects('1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2')))],
  ['a key identifier with its issuer’s name and serial', 'believed', { extensions: [...good.slice(0, 2), extension('2.5.29.35', false, sequence(encodeTlv(0x80, CA_KEY_ID), encodeTlv(0xa1, encodeTlv(0xa4, caName())), encodeTlv(0x82, hex('01'))))] }],
  ['an authority key identifier without a key', 'believed', { extensions: [...good.slice(0, 2), extension('2.5.29.35', false, sequence())] }],

  ['version 1', 'certificate-version', { version: new Uint8Array(0), extensions: [] }],
  ['version 2', 'certificate-version', { version: hex('a003020101') }],
  ['version 4', 'certificate-version', { version: hex('a003020103') }],
  ['a serial of 21 bytes', 'certificate-serial', { serial: integer('7f'.repeat(21)) }],
  ['a negative serial', 'certificate-serial', { serial: integer('86d18006') }],
  ['the negative serial nearest to zero of its size', 'certificate-serial', { serial: integer('80000001') }],
  ['serial zero', 'certificate-serial', { serial: integer('00') }],
  ['a serial with a needless zero', 'certificate-not-der', { serial: integer('0006d18006') }],
  ['a serial that is an octet string', 'certificate-malformed', { serial: octetString(hex('01')) }],
  ['SHA-1', 'certificate-algorithm', { algorithm: sequence(objectId('1.2.840.113549.1.1.5'), hex('0500')) }],
  ['another algorithm inside than outside', 'certificate-algorithms-differ', { outerAlgorithm: sequence(objectId('1.2.840.113549.1.1.12'), hex('0500')) }],
  ['an algorithm without its NULL', 'certificate-algorithm', { algorithm: objects('1.2.840.113549.1.1.11') }],
  ['an algorithm with parameters', 'certificate-algorithm', { algorithm: sequence(objectId('1.2.840.113549.1.1.11'), sequence()) }],
  ['an empty issuer', 'certificate-malformed', { issuer: sequence() }],
  ['an empty subject', 'certificate-malformed', { subject: sequence() }],
  ['three times in its validity', 'certificate-malformed', { validity: sequence(utcTime('240101000000Z'), utcTime('290101000000Z'), utcTime('290101000000Z')) }],
  ['30 February', 'certificate-malformed', { validity: period('240230000000Z') }],
  ['a time without seconds', 'certificate-not-der', { validity: period('2401010000Z') }],
  ['a time with an offset', 'certificate-not-der', { validity: period('240101000000+0900') }],
  ['GeneralizedTime before 2050', 'certificate-malformed', { validity: sequence(utcTime('240101000000Z'), generalizedTime('20290101000000Z')) }],
  ['something after its extensions', 'certificate-malformed', { more: hex('0500') }],

  ['29 February of a common year', 'certificate-malformed', { validity: period('250228000000Z', '270229000000Z') }],
  ['a 31 April', 'certificate-malformed', { validity: period('240101000000Z', '280431000000Z') }],
  ['an hour 24', 'certificate-not-der', { validity: period('240101240000Z') }],
  ['a minute 60', 'certificate-not-der', { validity: period('240101006000Z') }],
  ['a second 60', 'certificate-not-der', { validity: period('240101000060Z') }],
  ['a month 0', 'certificate-not-der', { validity: period('240001000000Z') }],
  ['a day 32', 'certificate-not-der', { validity: period('240132000000Z') }],
  ['an end in the year 50 of UTCTime, which is 1950', 'certificate-period-reversed', { validity: period('240101000000Z', '500101000000Z') }],
  ['one time in its validity', 'certificate-malformed', { validity: sequence(utcTime('240101000000Z')) }],
  ['a number for a date', 'certificate-malformed', { validity: sequence(integer('01'), utcTime('290101000000Z')) }],
  ['a unique identifier of its issuer', 'certificate-malformed', async ({ leaf }) => ({ publicKey: join(await spkiOf(leaf), hex('81020001')) })],
  ['a version written as a default', 'certificate-version', { version: hex('a003020100') }],
  ['a version of two bytes', 'certificate-version', { version: hex('a00402020002'.replace('0002', '0102')) }],
  ['two versions in one tag', 'certificate-malformed', { version: hex('a006020102020102') }],
  ['a subject of numbers', 'certificate-malformed', { subject: sequence(encodeTlv(0x31, sequence(objectId('2.5.4.3'), integer('01')))) }],
  ['a subject whose part is a SEQUENCE', 'certificate-malformed', { subject: sequence(sequence(sequence(objectId('2.5.4.3'), encodeTlv(0x0c, hex('61'))))) }],
  ['a subject with an empty part', 'certificate-malformed', { subject: sequence(encodeTlv(0x31)) }],
  ['a subject in texts of all forms', 'believed', { subject: sequence(...[0x0c, 0x13, 0x14, 0x16, 0x1a].map((tag) => encodeTlv(0x31, sequence(objectId('2.5.4.3'), encodeTlv(tag, hex('61'))))), ...[0x1c, 0x1e].map((tag) => encodeTlv(0x31, sequence(objectId('2.5.4.3'), encodeTlv(tag, hex('00000061')))))) }],
  ['an issuer that is a number', 'certificate-malformed', { issuer: integer('01') }],
  ['a subject that is a SET', 'certificate-malformed', { subject: encodeTlv(0x31, sequence()) }],
  ['an RSA key of 1024 bits', 'certificate-key', async ({ short }) => ({ publicKey: await spkiOf(short) })],
  ['an RSA key of 3072 bits', 'certificate-key', async ({ long }) => ({ publicKey: await spkiOf(long) })],
  ['e = 3', 'certificate-key', async ({ exponent3 }) => ({ publicKey: await spkiOf(exponent3) })],
  ['a key that is not RSA', 'certificate-key', { publicKey: sequence(sequence(objectId('1.2.840.10045.2.1'), objectId('1.2.840.10045.3.1.7')), bitString(hex(`04${'11'.repeat(64)}`))) }],
  ['a key of bits that are not whole bytes', 'certificate-malformed', async ({ leaf }) => ({ publicKey: unaligned(await spkiOf(leaf)) })],

  ['an RSA key without its NULL', 'certificate-key', async ({ leaf }) => ({ publicKey: sequence(objects('1.2.840.113549.1.1.1'), bitString((await spkiOf(leaf)).slice(24))) })],
  ['an RSA-PSS key', 'certificate-key', async ({ leaf }) => ({ publicKey: sequence(objects('1.2.840.113549.1.1.10'), bitString((await spkiOf(leaf)).slice(24))) })],
  ['a key with a byte after it', 'certificate-key', async ({ leaf }) => ({ publicKey: rsaKeyOf(join((await spkiOf(leaf)).slice(24), hex('00'))) })],
  ['a key of three numbers', 'certificate-key', async ({ leaf }) => ({ publicKey: rsaKeyOf(sequence((await spkiOf(leaf)).slice(28), hex('020103'))) })],
  ['a negative modulus', 'certificate-key', { publicKey: rsaKeyOf(sequence(integer('80'.repeat(256)), integer('010001'))) }],
  ['a modulus of 2040 bits', 'certificate-key', { publicKey: rsaKeyOf(sequence(integer(`00${'80'.repeat(255)}`), integer('010001'))) }],
  ['a modulus of 2055 bits', 'certificate-key', { publicKey: rsaKeyOf(sequence(integer('7f'.repeat(257)), integer('010001'))) }],
  ['an exponent with a needless zero', 'certificate-key', { publicKey: rsaKeyOf(sequence(integer(`00${'80'.repeat(256)}`), integer('00010001'))) }],
  ['something after its public key', 'certificate-malformed', async ({ leaf }) => ({ publicKey: sequence((await spkiOf(leaf)).slice(4), hex('0500')) })],

  ['an extension twice', 'extension-duplicate', withMore(extension('2.5.29.37', false, objects('2.5.29.37.0')), extension('2.5.29.37', false, objects('2.5.29.37.0')))],
  ['an unknown extension twice', 'extension-duplicate', withMore(extension('1.2.3.4', false, hex('0500')), extension('1.2.3.4', false, hex('0500')))],
  ['an unknown critical extension', 'extension-critical', withMore(extension('1.2.3.4', true, hex('0500')))],
  ['a critical key identifier', 'extension-critical', { extensions: [...good.slice(0, 2), extension('2.5.29.35', true, sequence(encodeTlv(0x80, CA_KEY_ID)))] }],
  ['critical name constraints', 'extension-constraint', withMore(extension('2.5.29.30', true, sequence(encodeTlv(0xa0, sequence(encodeTlv(0x82, hex('61')))))))],
  ['critical: FALSE written out', 'certificate-malformed', withMore(sequence(objectId('1.2.3.4'), hex('010100'), octetString(hex('0500'))))],
  ['an extension of four parts', 'certificate-malformed', withMore(sequence(objectId('1.2.3.4'), TRUE, octetString(hex('0500')), hex('0500')))],
  ['no extensions', 'certificate-malformed', { extensions: [] }],
  ['a list of no extensions', 'certificate-malformed', { extensions: [], more: encodeTlv(0xa3, sequence()) }],
  ['key usage twice', 'extension-duplicate', withMore(keyUsage('03020780'))],
  ['critical: 01 for TRUE', 'certificate-not-der', withMore(sequence(objectId('1.2.3.4'), hex('010101'), octetString(hex('0500'))))],
  ['an extension without a value', 'certificate-malformed', withMore(sequence(objectId('1.2.3.4')))],
  ['name constraints that are not critical', 'extension-constraint', withMore(extension('2.5.29.30', false, sequence(encodeTlv(0xa0, sequence(encodeTlv(0x82, hex('61')))))))],
  ['policy mappings', 'extension-constraint', withMore(extension('2.5.29.33', false, sequence(objects('1.2.3.4', '1.2.3.5'))))],
  ['policy constraints', 'extension-constraint', withMore(extension('2.5.29.36', true, sequence(encodeTlv(0x80, hex('00')))))],
  ['inhibitAnyPolicy', 'extension-constraint', withMore(extension('2.5.29.54', true, integer('00')))],
  ['a critical subjectAltName', 'extension-critical', withMore(extension('2.5.29.17', true, sequence(encodeTlv(0x82, hex('61')))))],
  ['critical distribution points', 'extension-critical', withMore(extension('2.5.29.31', true, sequence(sequence())))],
  ['a critical key identifier of its own', 'extension-critical', withMore(extension('2.5.29.14', true, octetString(CA_KEY_ID)))],
  ['critical issuerAltName', 'extension-critical', withMore(extension('2.5.29.18', true, sequence(encodeTlv(0x82, hex('61')))))],
  ['a path length without being a CA', 'extension-malformed', withMore(extension('2.5.29.19', true, sequence(integer('00'))))],
  ['a negative path length', 'extension-malformed', withMore(extension('2.5.29.19', true, sequence(TRUE, integer('ff'))))],
  ['a path length of −128', 'extension-malformed', withMore(extension('2.5.29.19', true, sequence(TRUE, integer('80'))))],
  ['CA: FALSE written out', 'extension-malformed', withMore(extension('2.5.29.19', true, sequence(hex('010100'))))],
  ['basicConstraints of three parts', 'extension-malformed', withMore(extension('2.5.29.19', true, sequence(TRUE, integer('00'), integer('00'))))],
  ['basicConstraints that are BER', 'extension-malformed', withMore(extension('2.5.29.19', true, hex('30800000')))],
  ['basicConstraints with a byte after them', 'extension-malformed', withMore(extension('2.5.29.19', true, hex('300000')))],
  ['an empty extended key usage', 'extension-malformed', withMore(extension('2.5.29.37', false, sequence()))],
  ['an extended key usage of texts', 'extension-malformed', withMore(extension('2.5.29.37', false, sequence(octetString(hex('61')))))],
  ['a key identifier of its own that is a SEQUENCE', 'extension-malformed', withMore(extension('2.5.29.14', false, sequence()))],
  ['a bare authority key identifier', 'extension-malformed', { extensions: [...good.slice(0, 2), extension('2.5.29.35', false, octetString(CA_KEY_ID))] }],
  ['an empty list of policies', 'extension-malformed', { extensions: [good[0]!, extension('2.5.29.32', true, sequence()), good[2]!] }],
  ['a key usage of bytes', 'extension-malformed', { extensions: [extension('2.5.29.15', true, octetString(hex('80'))), ...good.slice(1)] }],
  ['a key usage of ten bits', 'extension-malformed', withUsage('0303068040')],

  ['another issuer’s name', 'issuer-unknown', { issuer: nameOf('Somebody', AUTHENTICATION) }],
  ['its issuer’s name in another string type', 'issuer-unknown', { issuer: printable(caName()) }],
  ['another issuer’s key identifier', 'issuer-generation', { extensions: [...good.slice(0, 2), authorityKeyId(hex('11'.repeat(20)))] }],
  ['another issuer’s signature under the right name', 'certificate-signature', ({ otherCa }) => ({ signer: otherCa })],
  ['its own signature under the right name', 'certificate-signature', ({ leaf }) => ({ signer: leaf })],
  ['a signature one byte short', 'certificate-signature', { signature: (right) => right.slice(1) }],
  ['a signature with a byte after it', 'certificate-signature', { signature: (right) => join(right, hex('00')) }],
  ['no signature', 'certificate-signature', { signature: () => new Uint8Array(0) }],

  ['the name of its issuer as its own', 'leaf-self-signed', { subject: caName() }],
  ['the word that it is a CA', 'leaf-is-ca', withMore(extension('2.5.29.19', true, sequence(TRUE)))],
  ['no key usage', 'key-usage-missing', { extensions: good.slice(1) }],
  ['key usage of a signing certificate', 'key-usage', withUsage('030206c0')],
  ['key usage of a CA', 'key-usage', withUsage('03020284')],
  ['key usage of a CA for lists', 'key-usage', withUsage('03020182')],
  ['key usage for encryption only', 'key-usage', withUsage('03020520')],
  ['an empty key usage', 'extension-malformed', withUsage('030100')],
  ['a key usage with zeros at its end', 'extension-malformed', withUsage('03020080')],
  ['an extended key usage for servers only', 'extended-key-usage', withMore(extension('2.5.29.37', false, objects('1.3.6.1.5.5.7.3.1')))],
  ['no policy', 'policy-missing', { extensions: [good[0]!, good[2]!] }],
  ['the policy of signing certificates', 'policy-of-other-use', withPolicy(SIGNING_POLICY)],
  ['the policy of signing test certificates', 'policy-of-other-use', withPolicy('1.2.392.200149.8.5.1.0.20')],
  ['the policy of test cards one arc too long', 'policy-unknown', withPolicy(`${TEST_POLICY}.1`)],
  ['the policy reported for phones', 'policy-unknown', withPolicy('1.2.392.200149.8.5.1.1.40')],
  ['any policy', 'policy-unknown', withPolicy('2.5.29.32.0')],
  ['one policy twice', 'extension-malformed', withPolicy(TEST_POLICY, TEST_POLICY)],

  ['a beginning tomorrow', 'certificate-not-yet-valid', { validity: period('261125000000Z') }],
  ['an end yesterday', 'certificate-expired', { validity: period('240101000000Z', '261123000000Z') }],
  ['a period turned round', 'certificate-period-reversed', { validity: period('290101000000Z', '240101000000Z') }],
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
