import { hex } from '@myna/bytes'
import { rsaPrivate, type RsaPrivateKey } from '../rsa'

/** A file anybody may read, or only who presented the PIN in file `pin`. */
export interface DataFile {
  readonly kind: 'data'
  readonly content: Uint8Array
  readonly pin?: number
}

/** A PIN and its counter. The counter is the only thing on the card that lasts and changes. */
export interface PinFile {
  readonly kind: 'pin'
  value: Uint8Array
  triesLeft: number
  readonly tries: number
  /** Sizes CHANGE takes, in bytes. */
  readonly sizes: readonly [least: number, most: number]
}

/** A private key, usable after its PIN. */
export interface KeyFile {
  readonly kind: 'key'
  readonly pin: number
  /** Applies the key to a block of 256 bytes. */
  sign(block: Uint8Array): Uint8Array
}

/** A file that can be selected, and of which nobody has told more. */
export interface SealedFile {
  readonly kind: 'sealed'
}

export type File = DataFile | PinFile | KeyFile | SealedFile

/** One application: its name and its elementary files by identifier. */
export interface Application {
  readonly name: Uint8Array
  readonly files: ReadonlyMap<number, File>
}

/** One key pair of a person, as it lies on the card. */
export interface KeyPair {
  readonly key: RsaPrivateKey
  /** DER; absent: the card has no such certificate. */
  readonly certificate?: Uint8Array
  readonly caCertificate: Uint8Array
  readonly pin: string
  readonly triesLeft?: number
}

export interface JpkiContent {
  readonly authentication: KeyPair
  readonly signing: KeyPair
}

const CERTIFICATE_FILE = 2560 // files are longer than what is in them; the rest is FF
const AVAILABLE = 0x8f
const NEVER = 0x0000 // no PIN lies in a file of this number
const NOT_AVAILABLE = 0x00 // not seen on a card; the meaning of 8F is one source's (`card.md` §4)

/** The JPKI application of a person's card, file by file as in `card.md` §4. */
export function jpkiApplication({ authentication, signing }: JpkiContent): Application {
  const available = ({ certificate }: KeyPair) => (certificate ? AVAILABLE : NOT_AVAILABLE)
  const files: readonly (readonly [number, File | undefined])[] = [
    [0x0001, signing.certificate && data(filled(signing.certificate), 0x001b)],
    [0x0002, data(filled(signing.caCertificate))],
    [0x0006, data(tokenInfo)],
    [0x0005, sealed],
    [0x0008, data(Uint8Array.of(available(signing), available(authentication), 0x00))],
    [0x0009, data(new Uint8Array(1), NEVER)],
    [0x000a, authentication.certificate && data(filled(authentication.certificate))],
    [0x000b, data(filled(authentication.caCertificate))],
    [0x0010, sealed],
    [0x0016, sealed],
    [0x0017, keyFile(authentication, 0x0018)],
    [0x0018, pinFile(authentication, 3, [4, 4])],
    [0x0019, sealed],
    [0x001a, keyFile(signing, 0x001b)],
    [0x001b, pinFile(signing, 5, [6, 16])],
    [0x001c, sealed],
    [0x001e, sealed],
  ]
  return {
    name: hex('d392f000260100000001'),
    files: new Map(files.filter((row): row is [number, File] => row[1] !== undefined)),
  }
}

const sealed: SealedFile = { kind: 'sealed' }

const data = (content: Uint8Array, pin?: number): DataFile =>
  pin === undefined ? { kind: 'data', content } : { kind: 'data', content, pin }

const keyFile = ({ key }: KeyPair, pin: number): KeyFile => ({
  kind: 'key',
  pin,
  sign: (block) => rsaPrivate(key, block),
})

const pinFile = (
  { pin, triesLeft }: KeyPair,
  tries: number,
  sizes: readonly [number, number],
): PinFile => ({
  kind: 'pin',
  value: new TextEncoder().encode(pin),
  triesLeft: triesLeft ?? tries,
  tries,
  sizes,
})

function filled(object: Uint8Array): Uint8Array {
  const file = new Uint8Array(CERTIFICATE_FILE).fill(0xff)
  file.set(object)
  return file
}

/** EF 0006: PKCS #11 CK_TOKEN_INFO, 160 bytes, numbers big-endian (`card.md` §4). */
const tokenInfo: Uint8Array = (() => {
  const text = (value: string, size: number) => [...new TextEncoder().encode(value.padEnd(size))]
  const number = (value: number) => [
    value >>> 24,
    (value >>> 16) & 0xff,
    (value >>> 8) & 0xff,
    value & 0xff,
  ]
  const notTold = 0xffffffff // CK_UNAVAILABLE_INFORMATION
  const [sessions, memory] = [
    [0, 0, 0, 0],
    [notTold, notTold, notTold, notTold],
  ]
  return Uint8Array.from([
    ...text('JPKIAPICCTOKEN2', 32), // label: a My Number card, not an older or a phone's
    ...text('', 32), // manufacturerID
    ...text('E16R01NJ', 16), // model
    ...text('', 16), // serialNumber
    ...number(0x0000040d), // flags
    ...[...sessions, 16, 6, ...memory].flatMap(number), // ulMaxPinLen 16, ulMinPinLen 6
    ...text('03', 2), // hardwareVersion
    ...text('01', 2), // firmwareVersion
    ...text('9999999999999999', 16), // utcTime
  ])
})()
