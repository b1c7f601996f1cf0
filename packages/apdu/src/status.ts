import { CardError, type AnyCardError, type SecretName } from './error'
import type { ResponseApdu } from './response'

export const OK = 0x9000

/** What was asked of the card when a status word came: for the log, and for choosing the code. */
export interface Doing {
  readonly doing: string
  /** The secret this command presents or asks about. */
  readonly secret?: SecretName
  /** Status words that mean something of their own for this command. */
  readonly means?: Readonly<Record<number, AnyCardError>>
}

type StatusRow = readonly [
  status: number,
  mask: number,
  error: (status: string, doing: Doing, low: number) => AnyCardError,
]

const refused = (status: string, { doing }: Doing) =>
  new CardError('card-refused', { doing, status })
const broken = (status: string, { doing }: Doing) => new CardError('card-broken', { doing, status })
const locked = (status: string, doing: Doing) =>
  doing.secret === undefined
    ? refused(status, doing)
    : new CardError('pin-locked', { secret: doing.secret })

/** Status words of the My Number card (`card.md` §3, after ISO 7816-4 §5.6). First match counts. */
const statusTable: readonly StatusRow[] = [
  [0x63c0, 0xffff, locked], // that was the last try
  [
    0x63c0,
    0xfff0,
    (status, doing, low) =>
      doing.secret === undefined
        ? refused(status, doing)
        : new CardError('pin-wrong', { secret: doing.secret, triesLeft: low & 0x0f }),
  ],
  [
    0x6300, // a key without a try limit
    0xffff,
    (status, doing) =>
      doing.secret === undefined
        ? refused(status, doing)
        : new CardError('pin-wrong', { secret: doing.secret, triesLeft: undefined }),
  ],
  [0x6984, 0xffff, locked], // IEF blocked: what this card says
  [0x6983, 0xffff, locked], // what ISO 7816-4 says; not seen on this card
  [0x6f00, 0xff00, broken], // self-diagnosis failed
  [0x6581, 0xffff, broken], // memory failure
  [0x6400, 0xff00, broken], // execution error
  // 6700 6881 6981 6982 6985 6986 69FC 66F1 6A82 6A83 6A86 6A88 6B00 6D00 6E00 and all others:
  // nothing a person can do anything about unless the command says so in `means`
  [0x0000, 0x0000, refused],
]

/** The status word as four digits, as it stands in every log. */
export const printStatus = (status: number): string =>
  status.toString(16).toUpperCase().padStart(4, '0')

/** The data of a good answer. @throws CardError by the table of status words. */
export function dataOf(response: ResponseApdu, doing: Doing): Uint8Array {
  if (response.status === OK) return response.data
  throw statusError(response.status, doing)
}

/** The situation a status word puts the person in. */
export function statusError(status: number, doing: Doing): AnyCardError {
  const special = doing.means?.[status]
  if (special !== undefined) return special
  const [, , error] = statusTable.find(([word, mask]) => (status & mask) === word)!
  return error(printStatus(status), doing, status & 0xff)
}
