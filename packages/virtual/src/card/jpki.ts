import { hex } from '@myna/bytes'
import type { RsaPrivateKey } from '../rsa'
import {
  data,
  fileTable,
  filled,
  sealed,
  secret,
  type Access,
  type Application,
  type KeyFile,
} from './files'
import { profiles, type Profile } from './profiles'
import { tokenInfo } from './token-info'

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
const NOT_AVAILABLE = 0x00 // not seen on a card; the meaning of 8F is one source's (`card.md` §4)

const AUTHENTICATION_PIN = 0x0018
const SIGNING_PIN = 0x001b

/** The JPKI application of a person's card, file by file as in `card.md` §4. */
export function jpkiApplication(
  { authentication, signing }: JpkiContent,
  profile: Profile = profiles.card,
): Application {
  const available = ({ certificate }: KeyPair) => (certificate ? AVAILABLE : NOT_AVAILABLE)
  const certificateOf = (access: Access, { certificate }: KeyPair) =>
    certificate && data(access, filled(certificate, CERTIFICATE_FILE))
  const freeOnCard = profile.asksPinForCertificate ? [AUTHENTICATION_PIN] : 'anybody'
  return {
    name: hex('d392f000260100000001'),
    sessionKey: { status: 0x6982 },
    files: fileTable([
      [0x0001, certificateOf([SIGNING_PIN], signing)],
      [0x0002, data('anybody', filled(signing.caCertificate, CERTIFICATE_FILE))],
      [0x0005, sealed],
      [0x0006, data('anybody', tokenInfo(profile.label))],
      [0x0008, data('anybody', Uint8Array.of(available(signing), available(authentication), 0))],
      [0x0009, data('nobody', new Uint8Array(1))],
      [0x000a, certificateOf(freeOnCard, authentication)],
      [0x000b, data('anybody', filled(authentication.caCertificate, CERTIFICATE_FILE))],
      [0x0010, sealed],
      [0x0016, sealed],
      [0x0017, keyFile(authentication, AUTHENTICATION_PIN)],
      [AUTHENTICATION_PIN, pinFile(authentication, 3, 4, 4)],
      [0x0019, sealed],
      [0x001a, keyFile(signing, SIGNING_PIN)],
      [SIGNING_PIN, pinFile(signing, 5, 6, 16)],
      [0x001c, sealed],
      [0x001e, sealed],
    ]),
  }
}

const keyFile = ({ key }: KeyPair, pin: number): KeyFile => ({
  kind: 'key',
  access: [pin],
  use: 'signature',
  key,
})

const pinFile = ({ pin, triesLeft }: KeyPair, tries: number, least: number, most: number) =>
  secret(pin, tries, triesLeft, { by: 'CHANGE REFERENCE DATA', least, most })
