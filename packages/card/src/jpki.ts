import { CardError, dataOf, OK, statusError, type Card, type Doing, type Waiting } from '@myna/apdu'
import { hex, MalformedBytes, tlvLength } from '@myna/bytes'
import { askTriesLeft, selectApplication, selectFile, sign, verifyPin } from './commands'
import { keys, SIGNATURE_SIZE, type JpkiKey } from './keys'
import type { Pin } from './pin'
import { readObject } from './read-file'

const JPKI = hex('d392f000260100000001') // 公的個人認証AP

/**
 * Selects the JPKI application. This is also how a My Number card is recognised: by its application,
 * never by its ATR.
 *
 * @throws CardError `card-wrong` when the card has no such application
 */
export async function openJpki(card: Card, waiting: Waiting = {}): Promise<void> {
  const { status } = await card.transmit(selectApplication(JPKI), waiting)
  // whatever a foreign card answers to this SELECT, it is not a My Number card
  if (status !== OK) throw new CardError('card-wrong', {})
}

/**
 * Reads a certificate (DER). The authentication certificate is free; the signing certificate wants
 * its PIN verified first.
 *
 * @throws CardError `certificate-absent`, `certificate-unreadable`
 */
export async function readCertificate(
  card: Card,
  key: JpkiKey,
  waiting: Waiting = {},
): Promise<Uint8Array> {
  const absent = new CardError('certificate-absent', { certificate: key })
  const doing: Doing = {
    doing: `read the ${key} certificate`,
    means: { 0x6a82: absent, 0x6b00: absent },
  }
  dataOf(await card.transmit(selectFile(keys[key].certificateFile), waiting), doing)
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

/** What the card said of a PIN's tries. `undefined`: it did not say, so it counts as one left. */
export interface PinCounter {
  readonly key: JpkiKey
  readonly triesLeft: number | undefined
}

/**
 * Asks for the tries left of a PIN. Costs no try.
 *
 * @throws CardError `certificate-absent` when the card has no such PIN
 */
export async function askTries(
  card: Card,
  key: JpkiKey,
  waiting: Waiting = {},
): Promise<PinCounter> {
  await selectPin(card, key, waiting)
  const { status } = await card.transmit(askTriesLeft, waiting)
  return { key, triesLeft: triesIn(status) }
}

/** Status words of an empty VERIFY. 9000 is a card that does not count for us: unknown. */
function triesIn(status: number): number | undefined {
  if ((status & 0xfff0) === 0x63c0) return status & 0x0f
  if (status === 0x6984 || status === 0x6983) return 0
  return undefined
}

/**
 * Signs a DigestInfo: presents the PIN, at most once, and lets the card sign.
 *
 * No try is wasted: without tries, and at the last or an unknown one that was not confirmed as such
 * (`pin.lastTry`), the PIN is not sent. Once it has left it is waited for, even after an abort,
 * because only the answer tells whether a try was spent.
 *
 * @param counter what `askTries` said before the person typed
 * @param digestInfo 1 to 245 bytes; 51 for SHA-256
 * @returns the signature, 256 bytes
 * @throws CardError `pin-wrong`, `pin-last-try`, `pin-locked`, `card-removed`, …
 */
export async function signDigest(
  card: Card,
  counter: PinCounter,
  pin: Pin,
  digestInfo: Uint8Array,
  waiting: Waiting = {},
): Promise<Uint8Array> {
  const { key } = counter
  if (pin.key !== key) throw new RangeError(`a PIN for ${pin.key} is no PIN for ${key}`)
  guardLastTry(counter, pin)

  const { keyFile, secret } = keys[key]
  await selectPin(card, key, waiting)
  await presentPin(card, pin, { doing: 'verify the PIN', secret })
  dataOf(await card.transmit(selectFile(keyFile), waiting), { doing: 'select the key' })
  const signature = dataOf(await card.transmit(sign(digestInfo), waiting), { doing: 'sign' })
  if (signature.length !== SIGNATURE_SIZE)
    throw new CardError('card-refused', { doing: 'sign', status: `${signature.length} bytes` })
  return signature
}

function guardLastTry({ key, triesLeft }: PinCounter, { lastTry }: Pin): void {
  const { secret } = keys[key]
  if (triesLeft === 0) throw new CardError('pin-locked', { secret })
  if ((triesLeft === undefined || triesLeft === 1) && !lastTry)
    throw new CardError('pin-last-try', { secret, triesLeft })
}

async function selectPin(card: Card, key: JpkiKey, waiting: Waiting): Promise<void> {
  const absent = new CardError('certificate-absent', { certificate: key })
  dataOf(await card.transmit(selectFile(keys[key].pinFile), waiting), {
    doing: 'select the PIN',
    means: { 0x6a82: absent },
  })
}

async function presentPin(card: Card, pin: Pin, doing: Doing): Promise<void> {
  const response = await pin.spend((bytes) => card.transmit(verifyPin(bytes))).catch(perhapsSpent)
  if (response.status !== OK) throw statusError(response.status, doing)
}

/** What broke while the PIN was under way may have cost a try: the error has to say so. */
function perhapsSpent(error: unknown): never {
  if (error instanceof CardError && 'attempt' in error.facts) {
    const { code, facts, cause } = error as CardError<
      'reader-gone' | 'reader-fault' | 'card-removed'
    >
    throw new CardError(code, { ...facts, attempt: 'perhaps' } as typeof facts, {
      cause: cause ?? error,
    })
  }
  throw error
}
