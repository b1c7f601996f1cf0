import { CardError, cardOver, pause, type Card, type Reader, type Waiting } from '@myna/apdu'
import { MalformedBytes } from '@myna/bytes'
import type { Channel } from '../channel'
import type { FrameLink, NoFrame } from '../iso-dep/frame-link'
import { isoDep, type IsoDep, type IsoDepParameters } from '../iso-dep/iso-dep'
import { activateTypeB } from '../iso-dep/type-b'
import { onPageHide } from '../on-page-hide'
import { within } from '../time-limit'
import {
  COMMAND_TYPE,
  DEFAULTS,
  exchangeAnswer,
  exchangeFailure,
  exchangeRequest,
  RF_OFF,
  settingAnswer,
  statusBits,
  tenths,
  TYPE_B_106,
  TYPE_B_PROTOCOL,
  type CommandName,
} from './commands'
import { port100 } from './port-100'

const LOOK_AGAIN = 200 // milliseconds between two calls for a card
const FIELD_BREAK = 10 // milliseconds without a field, after which every card has forgotten everything
const MOST_UNCLEAR = 10 // calls in a row, two seconds: a card on its way into the field is clear by then
const MOST_LOST = 5 // cards that answer a call and then nothing, in a row
const FAREWELL = 300 // milliseconds to tell the card; without a field it forgets anyway
const PARTING = 2000 // and to tell the reader

/**
 * Sony's RC-S380: its chip carries frames to a Type B card and back, and everything above is done here
 * (ISO-DEP). Not yet seen on hardware.
 */
export function rcS380Reader(channel: Channel, name: string): Reader {
  const chip = port100(channel, name)
  const stopListening = onPageHide(() => chip.leaveNow())
  let isStarted = false
  let hasField = false
  let power = 0 // how often the field came or went: a card of an earlier time is a removed card
  let current: IsoDep | undefined
  let closed: Promise<void> | undefined

  const fault = (detail: string, cause?: unknown) =>
    new CardError('reader-fault', { reader: name, detail, attempt: 'none' }, { cause })

  const decode = <T>(table: { decode(bytes: Uint8Array): T }, bytes: Uint8Array): T => {
    try {
      return table.decode(bytes)
    } catch (error) {
      throw error instanceof MalformedBytes ? fault(error.message, error) : error
    }
  }

  const set = async (command: CommandName, data: Uint8Array, waiting: Waiting): Promise<void> => {
    decode(settingAnswer, await chip.ask(command, data, waiting))
  }

  const start = async (waiting: Waiting): Promise<void> => {
    await set('setCommandType', COMMAND_TYPE, waiting)
    await chip.ask('getFirmwareVersion', new Uint8Array(0), waiting)
    await set('switchRf', RF_OFF, waiting)
    isStarted = true
  }

  /** InSetRF forgets the protocol's settings; the field itself comes with the first frame. */
  const prepareField = async (waiting: Waiting): Promise<void> => {
    await pause(FIELD_BREAK, waiting.signal)
    await set('inSetRf', TYPE_B_106, waiting)
    await set('inSetProtocol', DEFAULTS, waiting)
    await set('inSetProtocol', TYPE_B_PROTOCOL, waiting)
    hasField = true
  }

  const fieldOff = async (waiting: Waiting): Promise<void> => {
    power++
    hasField = false
    await set('switchRf', RF_OFF, waiting)
  }

  const link: FrameLink = {
    async exchange(frame, milliseconds, waiting) {
      const timeout = tenths(milliseconds)
      const request = exchangeRequest.encode({ timeout, frame })
      try {
        return heard(await chip.ask('inCommRf', request, { ...waiting, longest: timeout / 10 }))
      } finally {
        request.fill(0) // it may hold a PIN
      }
    },
  }

  const heard = (answer: Uint8Array): Uint8Array | NoFrame => {
    const { status } = decode(exchangeFailure, answer)
    if (status === 0) return decode(exchangeAnswer, answer).frame
    const rows = statusBits.filter(({ bit }) => (status & bit) !== 0)
    const explained = rows.reduce((sum, { bit }) => (sum | bit) >>> 0, 0)
    if (explained !== status) throw fault(`InCommRF status ${status.toString(16)}`)
    return rows[0]!.means
  }

  /** Never throws: a reader that cannot be told any more took the field away with itself. */
  const powerOff = async (): Promise<void> => {
    power++
    const ending = current
    current = undefined
    const late = () => fault('no answer')
    if (ending !== undefined)
      await within(FAREWELL, {}, late, (waiting) => ending.deselect(waiting)).catch(() => {})
    await within(PARTING, {}, late, (waiting) => fieldOff(waiting)).catch(() => {})
  }

  const poweredCard = (parameters: IsoDepParameters): Card => {
    const mine = ++power
    const card = isoDep(link, parameters, name)
    current = card
    return cardOver({
      reader: name,
      async exchange(command, signal) {
        if (mine !== power) throw new CardError('card-removed', { attempt: 'none' })
        try {
          return await card.exchange(command, { signal })
        } catch (error) {
          const isLost = error instanceof CardError && error.code === 'card-removed'
          if (isLost && mine === power) await powerOff()
          throw error
        }
      },
      powerOff: () => (mine === power ? powerOff() : Promise.resolve()),
    })
  }

  const waitForCard = async (waiting: Waiting, onAbsent?: () => void): Promise<Card> => {
    for (let lost = 0, unclear = 0, isTold = false; ;) {
      if (!isStarted) await start(waiting)
      if (!hasField) await prepareField(waiting)
      const found = await activateTypeB(link, waiting)
      if (typeof found === 'object') return poweredCard(found.parameters)
      if (found === 'lost') {
        if (++lost === MOST_LOST) throw new CardError('card-mute', {})
        await fieldOff(waiting)
        continue
      }
      lost = 0
      unclear = found === 'unclear' ? unclear + 1 : 0
      if (unclear === MOST_UNCLEAR) throw new CardError('cards-several', {})
      if (!isTold) onAbsent?.()
      isTold = true
      await pause(LOOK_AGAIN, waiting.signal)
    }
  }

  return {
    name,
    async connect({ signal, onAbsent } = {}) {
      if (hasField) await powerOff()
      try {
        return await waitForCard({ signal }, onAbsent)
      } catch (error) {
        isStarted = hasField = false // begin anew next time
        throw error
      }
    },
    close() {
      stopListening()
      closed ??= powerOff()
        .then(() =>
          within(
            PARTING,
            {},
            () => fault('no answer'),
            () => chip.leave(),
          ).catch(() => {}),
        )
        .then(() => channel.close())
      return closed
    },
  }
}
