import type { ProfileName } from './card/profiles'
import type { TriesLeft } from './card/holder'

/** A person who does not exist, and what is special about their card. */
export interface PersonRow {
  readonly ja: string
  readonly en: string
  /** No two people have the same: serial numbers are made of it. */
  readonly number: number
  readonly name: string
  readonly sex: '1' | '2' | '3'
  readonly address: string
  readonly born: Born
  /** Has a pair of test keys of its own; the others share one. */
  readonly ownKeys?: true
  readonly expired?: true
  readonly noSigning?: true
  /** The certificate that an office has revoked. */
  readonly revoked?: 'authentication' | 'signing'
  /** The address that the signing certificate still has. */
  readonly formerAddress?: string
  /** Got a new pair of certificates some days ago, in the weeks before the old one ends. */
  readonly renewed?: true
  /** Characters of the name, counted from 0, that stand for ones that certificates cannot hold. */
  readonly substitutes?: readonly number[]
  readonly triesLeft?: TriesLeft
  readonly profile?: ProfileName
  readonly slow?: true
  readonly prefecture?: string
  readonly municipality?: string
}

/** Years are counted back from the year in which the certificates were issued. */
export type Born =
  | { readonly yearsBefore: number; readonly month: number; readonly day: number }
  | { readonly leapDayYearsBefore: number }
  /** Becomes so old today or in some days, in Japan. */
  | { readonly turns: number; readonly inDays: 0 | 1 }

/** Four digits, printed on the card. */
export const securityCodeOf = ({ number }: PersonRow): string => String(1000 + number * 317)

/** Twelve digits with a check digit that is wrong, so that they are nobody's 個人番号. */
export function inventedNumber({ number }: PersonRow): string {
  const digits = `0000${String(number * 3_571).padStart(7, '0')}`
  return `${digits}${(checkDigit(digits) + 1) % 10}`
}

/** Of eleven digits (番号法施行令 省令 §5): weights 2 to 7 and 2 to 6 from the right, modulo 11. */
export function checkDigit(digits: string): number {
  const sum = [...digits]
    .toReversed()
    .reduce((total, digit, index) => total + Number(digit) * (index < 6 ? index + 2 : index - 4), 0)
  return sum % 11 <= 1 ? 0 : 11 - (sum % 11)
}
