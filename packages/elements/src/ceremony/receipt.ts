/** What a widget can read from a card, or hand over. Names for words; never values. */
export type Item =
  | 'authentication-certificate'
  | 'signing-certificate'
  | 'signature'
  | 'name'
  | 'address'
  | 'birth-date'
  | 'sex'
  | 'age-answer'
  | 'age-record' // birth date and key of the card face; it goes to the server
  | 'tries-left'
  | 'certificate-dates'
  | 'card-expiry'
  | 'card-signature' // the card's own proof that what it says is genuine; it stays in the browser
  | 'printed-card' // what a camera or a picture showed; it stays in the browser

/** What a person keeps of a meeting: what was read, what was sent, what the site says it keeps. */
export interface Receipt {
  /** In Japan's time: `2026-11-25T12:34:56+09:00`. */
  readonly at: string
  /** Origin of the page. */
  readonly site: string
  /** The widget's name, such as `myna-login`. */
  readonly widget: string
  readonly read: readonly Item[]
  /** To the site. Empty if nothing was. */
  readonly sent: readonly Item[]
  /** The site's own words; `undefined` if it says nothing about it. */
  readonly keeps: string | undefined
  /** The text of the transaction that was confirmed, where there was one. */
  readonly confirmed?: string
}

export interface ReceiptOptions extends Omit<Receipt, 'at'> {
  readonly now: Date
}

export function receiptOf({ now, ...facts }: ReceiptOptions): Receipt {
  const inTokyo = new Date(now.getTime() + 9 * 3_600_000).toISOString().slice(0, 19)
  return { at: `${inTokyo}+09:00`, ...facts }
}
