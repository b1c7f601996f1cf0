import { hex } from '@myna/bytes'

/** What a contact card says when it gets power, by its number in `card.md` §1.1. */
export interface ContactAtr {
  readonly atr: Uint8Array
  /**
   * Takes commands of extended length. Number 2 says so in its historical bytes, 3 says no. Of
   * number 1, which says nothing, it was seen; the others say nothing we can read.
   */
  readonly takesExtended: boolean
}

export const contactAtrs = {
  1: { atr: hex('3be000ff8131fe4514'), takesExtended: true },
  2: { atr: hex('3bda13ff8131fb46801239 2f31c173c601c03b'), takesExtended: true },
  3: { atr: hex('3bc5ff8131fb458073c6010000'), takesExtended: false },
  4: { atr: hex('3bf59100ff918171fe40004200 0100d1d6'), takesExtended: false },
  5: { atr: hex('3bf59100ff918171fe400042000 1b3a115'), takesExtended: false },
} as const satisfies Record<number, ContactAtr>

export type ContactAtrNumber = keyof typeof contactAtrs

/** What a contactless card says of itself in ATQB (`card.md` §1.2). */
export interface Contactless {
  readonly application: Uint8Array
  readonly protocolInfo: Uint8Array
}

/** In the order of `card.md` §1.2: 106 to 424 kbit/s with FWI 10, and with FWI 13 106 only or all. */
export const contactlessAnswers = {
  1: { application: hex('000005e0'), protocolInfo: hex('b381a1') },
  2: { application: hex('000041e0'), protocolInfo: hex('b381a1') },
  3: { application: hex('004b51ff'), protocolInfo: hex('0081d1') },
  4: { application: hex('004b51ff'), protocolInfo: hex('b381d1') },
} as const satisfies Record<number, Contactless>

export type ContactlessNumber = keyof typeof contactlessAnswers
