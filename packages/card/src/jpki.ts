import { CardError, dataOf, type Card, type Doing, type Waiting } from '@myna/apdu'
import { MalformedBytes, tlvLength } from '@myna/bytes'
import { openApplication } from './application'
import { readBinary, selectFile, sign } from './commands'
import { jpki, keys, type JpkiKey } from './generation'
import { readObject } from './read-file'

/**
 * Selects the JPKI application. This is also how a My Number card is recognised: by its application,
 * never by its ATR.
 *
 * @throws CardError `card-wrong` when the card has no such application
 */
export const openJpki = (card: Card, waiting: Waiting = {}): Promise<void> =>
  openApplication(card, jpki, waiting)

/**
 * Reads a certificate (DER). The authentication certificate of a card is free; the signing certificate,
 * and on some phones both, want their PIN presented first (`card.md` §10).
 *
 * @throws CardError `certificate-absent`, `certificate-protected`, `certificate-unreadable`
 */
export const readCertificate = (
  card: Card,
  key: JpkiKey,
  waiting: Waiting = {},
): Promise<Uint8Array> => readCertificateFile(card, key, keys[key].certificateFile, waiting)

/** Reads the CA certificate above a certificate (DER), as the card has it. Nobody has checked it. */
export const readCaCertificate = (
  card: Card,
  key: JpkiKey,
  waiting: Waiting = {},
): Promise<Uint8Array> => readCertificateFile(card, key, keys[key].caFile, waiting)

async function readCertificateFile(
  card: Card,
  key: JpkiKey,
  file: number,
  waiting: Waiting,
): Promise<Uint8Array> {
  const absent = new CardError('certificate-absent', { certificate: key })
  const doing: Doing = {
    doing: `read the ${key} certificate`,
    means: {
      0x6a82: absent,
      0x6b00: absent,
      0x6982: new CardError('certificate-protected', { certificate: key }),
    },
  }
  dataOf(await card.transmit(selectFile(file), waiting), doing)
  try {
    const certificate = await readObject(card, doing, waiting)
    if (certificate[0] === 0x30 && tlvLength(certificate) === certificate.length) return certificate
    throw new MalformedBytes('not a whole DER SEQUENCE')
  } catch (error) {
    if (!(error instanceof MalformedBytes)) throw error
    const detail = error.message
    throw new CardError('certificate-unreadable', { certificate: key, detail }, { cause: error })
  }
}

/**
 * Signs a DigestInfo with a key whose PIN was presented. One PIN serves several signatures, until the
 * application is selected anew or the card loses its power.
 *
 * @param digestInfo 1 to 245 bytes; 51 for SHA-256
 * @returns the signature, 256 bytes
 */
export async function signDigest(
  card: Card,
  key: JpkiKey,
  digestInfo: Uint8Array,
  waiting: Waiting = {},
): Promise<Uint8Array> {
  const { keyFile } = keys[key]
  dataOf(await card.transmit(selectFile(keyFile), waiting), { doing: 'select the key' })
  const signature = dataOf(await card.transmit(sign(digestInfo), waiting), { doing: 'sign' })
  if (signature.length !== jpki.signatureSize)
    throw new CardError('card-refused', { doing: 'sign', status: `${signature.length} bytes` })
  return signature
}

const THERE = 0x8f

/**
 * Which certificates the card says it has (EF 0008): `true`, or `undefined` where it does not say. Only
 * one value has been seen on cards, so another one is no "no": selecting the certificate tells.
 */
export async function certificatesThere(
  card: Card,
  waiting: Waiting = {},
): Promise<Readonly<Record<JpkiKey, true | undefined>>> {
  const doing = { doing: 'ask which certificates there are' }
  dataOf(await card.transmit(selectFile(jpki.availability), waiting), doing)
  const [signing, authentication] = dataOf(await card.transmit(readBinary(0, 3), waiting), doing)
  const isThere = (byte: number | undefined) => (byte === THERE ? true : undefined)
  return { authentication: isThere(authentication), signing: isThere(signing) }
}

/** What a JPKI application lives in. */
export type TokenKind = 'card' | 'old-card' | 'android' | 'iphone' | 'unknown'

/** Labels of EF 0006, padded with spaces (`card.md` §4). */
const labels: Readonly<Record<string, TokenKind>> = {
  JPKIAPICCTOKEN2: 'card',
  JPKIAPICCTOKEN: 'old-card', // 住民基本台帳カード
  JPKIAPGPSETOKEN: 'android',
  JPKIAPIOSTOKEN: 'iphone',
}
const LABEL_SIZE = 32

/** Whether this is a card, one of the kind before it, or a phone. Reads the label and nothing else. */
export async function tokenKind(card: Card, waiting: Waiting = {}): Promise<TokenKind> {
  const doing = { doing: 'ask what kind of token this is' }
  dataOf(await card.transmit(selectFile(jpki.tokenInfo), waiting), doing)
  const bytes = dataOf(await card.transmit(readBinary(0, LABEL_SIZE), waiting), doing)
  const label = String.fromCharCode(...bytes).replace(/[ \0]+$/, '')
  return labels[label] ?? 'unknown'
}
