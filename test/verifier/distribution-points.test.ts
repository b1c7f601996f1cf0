// Which lists a certificate is on, by its own word. A point of some reasons only, or of another issuer's
// list, is none to look into: a "good" from there would be half a word.
import { encodeTlv, hex } from '@myna/bytes'
import { signatureVerifier, type RevocationQuestion } from '@myna/verifier'
import { expect, test } from 'vitest'
import {
  authorityKeyId,
  caCertificate,
  extension,
  holderCertificate,
  keysFor,
  keyUsage,
  nameOf,
  policy,
  sequence,
  signWith,
} from './certificate-factory'
import { testClock } from './world'

const directory = (name: string) => encodeTlv(0xa4, nameOf(name))
const address = encodeTlv(0x86, new TextEncoder().encode('http://crl.example/'))
const point = (...names: Uint8Array[]) => encodeTlv(0xa0, encodeTlv(0xa0, ...names))
const reasons = hex('81020640')
const otherIssuer = encodeTlv(0xa2, directory('issuer'))

/** What a checker is asked about a certificate with these points. */
async function askedAbout(...points: Uint8Array[]): Promise<readonly Uint8Array[] | string> {
  const keys = await keysFor()
  let asked: RevocationQuestion | undefined
  const verifier = await signatureVerifier({
    role: 'test',
    use: 'authentication',
    anchors: [await caCertificate(keys)],
    now: testClock().now,
    revocation: {
      role: 'test',
      async check(question) {
        asked = question
        return { status: 'good', method: 'crl', sourceTime: question.at }
      },
    },
  })
  const more = points.length === 0 ? [] : [extension('2.5.29.31', false, sequence(...points))]
  const extensions = [
    keyUsage('03020780'),
    policy('1.2.392.200149.8.5.1.0.30'),
    authorityKeyId(),
    ...more,
  ]
  const signedBytes = new Uint8Array(4)
  const message = {
    unverifiedCertificate: await holderCertificate(keys, { extensions }),
    signature: await signWith(keys.leaf, signedBytes),
    signedBytes,
    purpose: 'login',
  }
  return verifier.verify(message).then(
    () => asked!.distributionPoints,
    ({ code }) => code as string,
  )
}

test('names of a directory, in their order, from every point', async () => {
  const both = sequence(point(directory('a'), address, directory('b')))
  expect(await askedAbout(both, sequence(point(directory('c'))))).toEqual(
    ['a', 'b', 'c'].map((name) => nameOf(name)),
  )
})

test.each([
  ['no points', []],
  ['a point of some reasons', [sequence(point(directory('a')), reasons)]],
  ['a point of another issuer', [sequence(point(directory('a')), otherIssuer)]],
  ['a point of another issuer without a name', [sequence(otherIssuer)]],
  ['an address', [sequence(point(address))]],
  ['a point of nothing', [sequence()]],
])('%s: none', async (_, points) => {
  expect(await askedAbout(...points)).toEqual([])
})

test.each([
  ['bytes that are no points', [hex('0500')]],
  ['a directory name that is none', [sequence(point(encodeTlv(0xa4, hex('0500'))))]],
])('%s: refused', async (_, points) => {
  expect(await askedAbout(...points)).toBe('extension-malformed')
})
