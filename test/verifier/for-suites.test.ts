import { encodeTlv, hex, join, sameBytes, toHex } from '@myna/bytes'
import { verdictOn, verifyRs256, type VerdictQuestion } from '@myna/verifier/for-suites'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  authorityKeyId,
  bitString,
  caCertificate,
  caName,
  extension,
  holderCertificate,
  keysFor,
  keyUsage,
  nameOf,
  SHA256_WITH_RSA,
  sequence,
  signWith,
  spkiOf,
  utcTime,
  type Fields,
  type Keys,
} from './certificate-factory'
import publicTestKeys from './keys.generated.json'

let keys: Keys
beforeAll(async () => {
  keys = await keysFor()
})

describe('a certificate of anybody', () => {
  const issuer = nameOf('Anybody', 'Test suites')
  const verdict = async (change: Partial<Fields> = {}, question: Partial<VerdictQuestion> = {}) => {
    const extensions = [keyUsage('03020780'), authorityKeyId()]
    return verdictOn({
      certificate: await holderCertificate(keys, { issuer, extensions, ...change }),
      anchors: [await caCertificate(keys, { issuer })],
      at: new Date('2026-11-24T03:00:00Z'),
      ...question,
    })
  }

  test('is believed without a policy of JPKI', async () => {
    expect(await verdict()).toEqual({ verdict: 'believed' })
  })

  // prettier-ignore
  test.each<[string, string, Partial<Fields>]>([
    ['signed by another key', 'certificate-signature', { signature: (right) => right.fill(1, 9, 10) }],
    ['that may sign certificates', 'key-usage', { extensions: [keyUsage('03020284'), authorityKeyId()] }],
    ['without key usage', 'key-usage-missing', { extensions: [authorityKeyId()] }],
    ['that is over', 'certificate-expired', { validity: sequence(utcTime('240101000000Z'), utcTime('250101000000Z')) }],
    ['of another issuer', 'issuer-unknown', { issuer: caName() }],
  ])('%s → %s', async (_, code, change) => {
    expect(await verdict(change)).toMatchObject({ verdict: 'refused', code })
  })

  test('under an anchor no site could have is refused', async () => {
    const notCa = await caCertificate(keys, { issuer, extensions: [keyUsage('03020106')] })
    for (const anchors of [[], [notCa], [hex('3000')]])
      expect(await verdict({}, { anchors })).toMatchObject({ code: 'issuer-unknown' })
  })

  const list = async (serials: readonly string[], signer = keys.ca, point?: Uint8Array) => {
    const entries = serials.map((serial) =>
      sequence(encodeTlv(0x02, hex(serial)), utcTime('260101000000Z')),
    )
    const idp =
      point === undefined
        ? []
        : [
            extension(
              '2.5.29.28',
              true,
              sequence(encodeTlv(0xa0, encodeTlv(0xa0, encodeTlv(0xa4, point)))),
            ),
          ]
    const extensions = [authorityKeyId(), ...idp]
    const toBeSigned = sequence(
      hex('020101'),
      SHA256_WITH_RSA,
      issuer,
      utcTime('261124000000Z'),
      utcTime('261125000000Z'),
      ...(entries.length > 0 ? [sequence(...entries)] : []),
      encodeTlv(0xa0, sequence(...extensions)),
    )
    return sequence(toBeSigned, SHA256_WITH_RSA, bitString(await signWith(signer, toBeSigned)))
  }

  test('is looked for in the lists that are given', async () => {
    const ca = caCertificate(keys, {
      issuer,
      extensions: [
        keyUsage('03020106'),
        extension('2.5.29.19', true, hex('30030101ff')),
        extension('2.5.29.14', false, hex('041400112233445566778899aabbccddeeff00112233')),
      ],
    })
    const anchors = [await ca]
    const codeOf = async (...crls: Uint8Array[]) => {
      const found = await verdict({}, { anchors, crls })
      return found.verdict === 'believed' ? 'believed' : found.code
    }
    expect(await codeOf(await list([]))).toBe('believed')
    expect(await codeOf(await list(['7f', '06d18007']))).toBe('believed')
    expect(await codeOf(await list(['7f', '06d18006']))).toBe('certificate-revoked')
    expect(await codeOf(await list([], keys.otherCa))).toBe('revocation-unavailable')
    expect(await codeOf(await list([], keys.otherCa), await list([]))).toBe('believed')
    expect(await codeOf(await list([], keys.ca, caName()))).toBe('revocation-unavailable')
    expect(await codeOf()).toBe('revocation-unavailable')
  })
})

describe('a signature as forgers make it', () => {
  const numberOf = (base64url: string) =>
    BigInt(`0x${Buffer.from(base64url, 'base64url').toString('hex')}`)
  const [n, d] = [numberOf(publicTestKeys.leaf.n), numberOf(publicTestKeys.leaf.d)]
  const message = new TextEncoder().encode('a login')

  /** The private operation over any block: what no library does for us. */
  function raw(block: Uint8Array): Uint8Array {
    let [base, exponent, result] = [BigInt(`0x${toHex(block)}`) % n, d, 1n]
    for (; exponent > 0n; exponent >>= 1n) {
      if (exponent & 1n) result = (result * base) % n
      base = (base * base) % n
    }
    return hex(result.toString(16).padStart(512, '0'))
  }

  const DIGEST_INFO = '3031300d060960864801650304020105000420'
  const digest = async () => toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', message)))
  /** 00 01 FF… 00, then the payload, and what is left over behind it. */
  const block = (payload: string, { type = '01', padding = 'ff', after = '' } = {}) => {
    const tail = hex(`00${payload}${after}`)
    return join(hex(`00${type}`), hex(padding.repeat(256 - 2 - tail.length)), tail)
  }

  test('is right only in the one form', async () => {
    const signature = raw(block(DIGEST_INFO + (await digest())))
    expect(sameBytes(signature, await signWith(keys.leaf, message))).toBe(true)
    expect(await verifyRs256(await spkiOf(keys.leaf), signature, message)).toBe(true)
  })

  // prettier-ignore
  test.each<[string, (digest: string) => Uint8Array]>([
    ['without the NULL', (hash) => block(`302f300b0609608648016503040201${'0420'}${hash}`)],
    ['with a long length', (hash) => block(`308131300d060960864801650304020105000420${hash}`)],
    ['with a long length inside', (hash) => block(`303230810d060960864801650304020105000420${hash}`)],
    ['with an indefinite length', (hash) => block(`3080300d060960864801650304020105000420${hash}0000`)],
    ['with parameters', (hash) => block(`3033300f060960864801650304020105020102${'0420'}${hash}`)],
    ['over the name of another hash', (hash) => block(`3031300d060960864801650304020305000420${hash}`)],
    ['over the hash alone', (hash) => block(hash)],
    ['over another hash', (hash) => block(DIGEST_INFO + hash.replace(/^../, 'ee'))],
    ['over a hash that breaks off', (hash) => block(`3030300d06096086480165030402010500041f${hash.slice(2)}`)],
    ['with bytes behind the hash', (hash) => {
      const payload = hex(`0001${'ff'.repeat(8)}00${DIGEST_INFO}${hash}`)
      return join(payload, new Uint8Array(256 - payload.length).fill(0x5a))
    }],
    ['with a byte behind the hash', (hash) => block(DIGEST_INFO + hash, { after: '00' })],
    ['with padding of zeros', (hash) => block(DIGEST_INFO + hash, { padding: '00' })],
    ['with padding of another byte', (hash) => block(DIGEST_INFO + hash, { padding: 'fe' })],
    ['of block type 2', (hash) => block(DIGEST_INFO + hash, { type: '02' })],
    ['of block type 0', (hash) => block(DIGEST_INFO + hash, { type: '00' })],
  ])('%s is wrong', async (_, blockOf) => {
    const signature = raw(blockOf(await digest()))
    expect(await verifyRs256(await spkiOf(keys.leaf), signature, message)).toBe(false)
  })

  test('is wrong in another length, plus the modulus, or with no key', async () => {
    const key = await spkiOf(keys.leaf)
    const right = await signWith(keys.leaf, message)
    const plusModulus = (BigInt(`0x${toHex(right)}`) + n).toString(16)
    const others = [
      right.slice(1),
      join(hex('00'), right),
      join(right, hex('00')),
      new Uint8Array(0),
      new Uint8Array(256),
      hex(plusModulus.padStart(plusModulus.length + (plusModulus.length % 2), '0')),
    ]
    for (const signature of others) expect(await verifyRs256(key, signature, message)).toBe(false)
    expect(await verifyRs256(hex('3000'), right, message)).toBe(false)
  })
})
