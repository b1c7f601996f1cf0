import { base64url, hex, join } from '@myna/bytes'
import { askTries, openJpki, present, readCertificate, secretFrom, signDigest } from '@myna/card'
import { signatureVerifier } from '@myna/verifier'
import { cardOf, issuePerson, virtualReader, VirtualSlot } from '@myna/virtual'
import { issuedNow, siteOptions } from '../test/verifier/world'
import { median, rounded, type Figure } from './figure'
import { pkijsVerifier, x509Verifier, type Signed } from './verifier-peers'

const RS256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const
const ROUNDS = 41
const EACH_ROUND = 50
const WARM_UP = 60 // a server that has been running for a while

/**
 * A whole verification (parse, chain, dates, profile, token signature), one after the other, against
 * the two bare RSA verifications that are in it, their keys imported already, and against the same
 * checks with two libraries.
 */
export async function verifier(): Promise<readonly Figure[]> {
  const options = await siteOptions()
  const { anchors, now } = options
  const signed = await signedByCard()
  const { certificate: unverifiedCertificate } = signed
  const ours = await signatureVerifier({
    role: 'test',
    use: 'authentication',
    anchors,
    revocation: 'notChecked',
    now,
  })
  const message = { ...signed, unverifiedCertificate, purpose: 'login' }
  const files = anchors.map((der) => new Uint8Array(der))
  const [byPkijs, byX509] = [pkijsVerifier(files, now()), x509Verifier(files, now())]
  const verify = () => ours.verify(message)
  const ratio = { unit: '×', better: 'more' } as const
  const bare = await timesOver(await bareVerifications(signed), verify)
  const pkijs = await timesOver(() => byPkijs(signed), verify)
  const x509 = await timesOver(() => byX509(signed), verify)
  return [
    { name: 'verifier.overBareRsa', value: bare, limit: 0.4, ...ratio },
    { name: 'verifier.overPkijs', value: pkijs, limit: 4, ...ratio },
    { name: 'verifier.overX509', value: x509, limit: 3, ...ratio },
  ]
}

const DIGEST_INFO = hex('3031300d060960864801650304020105000420') // SHA-256
const LOGIN_BYTES = 180 // what a login signs has about as many

/** What a login comes down to: the longest certificate of our people, and a card's signature. */
async function signedByCard(): Promise<Signed> {
  const slot = new VirtualSlot()
  slot.insert(cardOf(await issuePerson('long', issuedNow)))
  const card = await virtualReader(slot).connect()
  await openJpki(card)
  const certificate = new Uint8Array(await readCertificate(card, 'authentication'))
  const counter = await askTries(card, 'authentication-pin')
  await present(card, counter, secretFrom('authentication-pin', '1234'))
  const bytes = new Uint8Array(LOGIN_BYTES).fill(0x61)
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const signature = await signDigest(card, 'authentication', join(DIGEST_INFO, digest))
  return { certificate, signature: new Uint8Array(signature), signedBytes: bytes }
}

/** Two verifications of the size that is in a login: over a certificate's bytes, and over the token's. */
async function bareVerifications({ certificate, signedBytes: text }: Signed) {
  const { publicKey, privateKey } = (await crypto.subtle.generateKey(
    { ...RS256, modulusLength: 2048, publicExponent: base64url('AQAB') },
    false,
    ['sign', 'verify'],
  )) as CryptoKeyPair
  const pairs = await Promise.all(
    [certificate, text].map(async (bytes) => ({
      bytes,
      signature: await crypto.subtle.sign(RS256, privateKey, bytes),
    })),
  )
  return async () => {
    for (const pair of pairs)
      if (!(await crypto.subtle.verify(RS256, publicKey, pair.signature, pair.bytes)))
        throw new Error('a bare verification fails')
  }
}

/**
 * How many times as long the one takes as the other. Rounds alternate, so that a busy machine is busy
 * for both; only two at a time, so that neither pays for clearing up after a third.
 */
async function timesOver(one: () => Promise<unknown>, other: () => Promise<unknown>) {
  const ratios: number[] = []
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const ratio = (await timeOf(one)) / (await timeOf(other))
    if (round >= WARM_UP) ratios.push(ratio)
  }
  return rounded(median(ratios), 2)
}

async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  for (let i = 0; i < EACH_ROUND; i++) await run()
  return performance.now() - began
}
