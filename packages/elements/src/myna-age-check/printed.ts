import type { NumberBParts } from '@myna/card'
import type { Reading } from '@myna/ocr'
import type { PictureTrouble } from './flow'

/** What a person confirmed of the printed card. It stays in the widget. */
export interface Printed extends NumberBParts {
  readonly expiryMonth: number
  readonly expiryDay: number
}

/** What was read of each field; a field that was not read is empty, for the person to fill in. */
export type PrintedRead = Partial<Printed>

/** Fields of a reading for the form; what was not read is left out. */
export function printedIn(reading: Extract<Reading, { outcome: 'read' }>): PrintedRead {
  const { birth, expiry, code } = reading.face
  return {
    ...(birth.is === 'read'
      ? { birthYear: birth.value.year, birthMonth: birth.value.month, birthDay: birth.value.day }
      : {}),
    ...(expiry.is === 'read'
      ? {
          expiryYear: expiry.value.year,
          expiryMonth: expiry.value.month,
          expiryDay: expiry.value.day,
        }
      : {}),
    ...(code.is === 'read' ? { securityCode: code.value } : {}),
  }
}

/** What the person is told of a reading that gave nothing. */
export const troubleOf = (outcome: Exclude<Reading['outcome'], 'read'>): PictureTrouble =>
  outcome === 'permission-denied' ? 'camera-denied' : outcome

/** What stands in the form, as numbers; what is no number fits no card. */
export function printedFrom(fields: Readonly<Record<string, string>>): Printed {
  const text = (name: string) => (fields[name] ?? '').normalize('NFKC').trim()
  const number = (name: string) => (/^\d{1,4}$/.test(text(name)) ? Number(text(name)) : Number.NaN)
  return {
    birthYear: number('year'),
    birthMonth: number('month'),
    birthDay: number('day'),
    expiryYear: number('expiry-year'),
    expiryMonth: number('expiry-month'),
    expiryDay: number('expiry-day'),
    securityCode: text('security-code'),
  }
}

/** A Japanese national's card ends on a birthday; others may not, so a person looks again. */
export const endsOnBirthday = (printed: PrintedRead): boolean =>
  printed.birthMonth === printed.expiryMonth && printed.birthDay === printed.expiryDay
