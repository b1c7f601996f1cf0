import type { RsaPrivateKey } from '../rsa'

/** What is printed on a card, lies in its chip and opens it: everything outside JPKI. */
export interface CardHolder {
  /** Parts with U+3000 between them. */
  readonly name: string
  readonly address: string
  /** YYYYMMDD, Gregorian; 00 for what is not known. */
  readonly birthDate: string
  readonly sex: '1' | '2' | '9'
  /** YYYYMMDD, of the card itself. */
  readonly expiry: string
  /** 全国地方公共団体コード, five digits. */
  readonly municipality: string
  /** Fifteen digits, of the card itself. */
  readonly cardNumber: string
  /** 照合番号A: twelve digits. */
  readonly numberA: string
  /** 照合番号B: birth as YYMMDD with the year of the era, year of expiry, security code. */
  readonly numberB: string
  readonly inputSupportPin: string
  readonly commonPin: string
  readonly residentsPin: string
  readonly images: CardImages
  readonly keys: CardKeys
}

export interface CardImages {
  /** PNG, one bit. */
  readonly name: Uint8Array
  readonly address: Uint8Array
  readonly securityCode: Uint8Array
  readonly number: Uint8Array
  /** JPEG 2000 in its JP2 form, monochrome. */
  readonly photo: Uint8Array
}

/** The card's own keys, which prove that it is there. */
export interface CardKeys {
  readonly inputSupport: RsaPrivateKey
  readonly face: RsaPrivateKey
  readonly common: RsaPrivateKey
}

/** The six digits that open the age record. */
export const birthDateKey = ({ numberB }: CardHolder): string => numberB.slice(0, 6)

/** Tries left of secrets outside JPKI; those not named have all of theirs. */
export type TriesLeft = Partial<Record<CardSecret, number>>

export type CardSecret =
  | 'authentication-pin'
  | 'signing-pin'
  | 'input-support-pin'
  | 'number-a'
  | 'number-b'
  | 'birth-date-key'
  | 'face-number-a'
  | 'face-number-b'
  | 'common-pin'
  | 'residents-pin'
