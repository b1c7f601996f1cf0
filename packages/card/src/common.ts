import { dataOf, type Card, type Waiting } from '@myna/apdu'
import { MalformedBytes } from '@myna/bytes'
import { openApplication } from './application'
import { ascii, dateFrom, type PartialDate } from './attributes'
import { readFirstRecord } from './commands'
import { common } from './generation'
import { readable } from './record'

/** What the card says of itself to anybody. Its serial number stands beside it and is left there. */
export interface CommonInformation {
  /** Until when the card is good. */
  readonly expiry: PartialDate
  /** 全国地方公共団体コード of who issued it: five digits. */
  readonly municipality: string
}

/** Selects 共通カードAP. @throws CardError `card-wrong` */
export const openCommon = (card: Card, waiting: Waiting = {}): Promise<void> =>
  openApplication(card, common, waiting)

const INFORMATION = 0x01 // a simple TLV, tag and length of one byte each
const RECORD = /^(?<serial>\d{15})(?<municipality>\d{5})(?<expiry>\d{8})$/

/**
 * Reads until when the card is good and who issued it (EF 0001, record 1, of 共通カードAP). Free.
 *
 * @throws CardError `record-unreadable`
 */
export async function readCommonInformation(
  card: Card,
  waiting: Waiting = {},
): Promise<CommonInformation> {
  const response = await card.transmit(readFirstRecord(common.information), waiting)
  const bytes = dataOf(response, { doing: 'read the common information' })
  return readable('common', () => {
    const [tag, length] = bytes
    const content = bytes.subarray(2)
    if (tag !== INFORMATION || length !== content.length)
      throw new MalformedBytes('the record is no simple TLV')
    const { municipality, expiry } = RECORD.exec(ascii(content))?.groups ?? {}
    if (municipality === undefined || expiry === undefined)
      throw new MalformedBytes('the record has another form')
    return { municipality, expiry: dateFrom(expiry) }
  })
}
