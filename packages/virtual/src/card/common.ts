import { hex, join } from '@myna/bytes'
import { cvCertificate, cvKeys, keyId } from './cv'
import { data, fileTable, secret, type Application, type ChangeRule } from './files'
import type { CardHolder, TriesLeft } from './holder'
import type { CardObjects } from './state'
import { ascii } from './tlv-forms'

const PIN = 0x001c
const PIN_TRIES = 3
const changed: ChangeRule = { by: 'CHANGE KEY', least: 4, most: 4 }
const keyReference = keyId('6000022', '901') // the same in both applications

/** 共通カード: what the card says of itself (`card.md` §7). Its files are of records. */
export const commonApplication = (holder: CardHolder, tries: TriesLeft = {}): Application => ({
  name: hex('d3921000310001010100'),
  sessionKey: { status: 0x66f1 },
  files: fileTable([
    [0x0001, { kind: 'records', access: 'anybody', records: [ownRecord(holder)] }],
    [0x0002, { kind: 'records', access: 'anybody', records: [keyReference] }],
    [
      0x0019,
      { kind: 'key', access: 'anybody', use: 'INTERNAL AUTHENTICATE', key: holder.keys.common },
    ],
    [PIN, secret(holder.commonPin, PIN_TRIES, tries['common-pin'], changed)],
  ]),
})

/** Simple TLV, whose length has one byte: tag, length, digits. */
function ownRecord({ cardNumber, municipality, expiry }: CardHolder): Uint8Array {
  const digits = ascii(`${cardNumber}${municipality}${expiry}`)
  return join(Uint8Array.of(0x01, digits.length), digits)
}

/** 住基: nobody has told what else is in it, so there is nothing else here. */
export const residentsApplication = (holder: CardHolder, tries: TriesLeft = {}): Application => ({
  name: hex('d3921000310001010401'),
  sessionKey: { status: 0x6982 },
  files: fileTable([
    [0x0002, data('anybody', keyReference)],
    [PIN, secret(holder.residentsPin, PIN_TRIES, tries['residents-pin'], changed)],
  ]),
})

/** GlobalPlatform's card recognition data: that it is one of its cards, and nothing more. */
const recognition = hex('66 0b 73 09 06 07 2a864886fc6b01')

/** Objects of the card itself (`card.md` §7), by tag. */
export function cardObjects(holder: CardHolder | undefined, atr: Uint8Array): CardObjects {
  const { cardIntermediate, cardCa, cardMunicipality } = cvKeys
  const own: CardObjects =
    holder === undefined
      ? new Map()
      : new Map([
          [0x0042, async () => cardMunicipality.id], // issuer
          [0x0045, async () => ascii(holder.cardNumber)],
          [0x0066, async () => recognition],
          [0x00f0, async () => ascii(holder.municipality)],
          [0x00f2, async () => ascii(holder.expiry)],
          [0x00f7, async () => cardIntermediate.id],
          [0x00f8, () => cvCertificate(cardCa, cardIntermediate)],
          [0x7f21, () => cvCertificate(cardIntermediate, cardMunicipality)],
        ])
  return new Map([...own, [0x5f51, async () => atr.slice(1)]]) // the contact ATR, without its TS
}
