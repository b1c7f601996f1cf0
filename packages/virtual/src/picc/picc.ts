import { hex, join, sameBytes } from '@myna/bytes'
import type { VirtualSlot } from '../slot'
import { piccProtocol, type PiccProtocol, type Said } from './picc-blocks'
import { piccFaultPlan, type PiccFaults } from './picc-faults'

/** What a Type B card says of itself (`card.md` §1.2); what is not told here the chip tells. */
export interface PiccFacts {
  /** Four bytes of application data in ATQB. */
  readonly application?: Uint8Array
  /** Protocol info of ATQB: bit rates, FSCI and protocol type, FWI with ADC and FO. */
  readonly protocolInfo?: Uint8Array
  /** SFGI, in the extended ATQB, for readers that say that they take one. */
  readonly startUp?: number
  /** MBLI in the answer to ATTRIB. */
  readonly longestCommand?: number
  /** The PUPI of each power-up; random, as with the real card, unless told otherwise. */
  readonly pupi?: () => Uint8Array
}

/** What is heard in the field after a frame was sent: after so many milliseconds, a frame or noise. */
export interface Heard {
  readonly after: number
  readonly frame: Uint8Array | 'noise'
}

/** The contactless side of whatever card lies in a slot, with its faults. */
export interface VirtualPicc extends PiccFaults {
  fieldOn(): Promise<void>
  fieldOff(): void
  readonly hasField: boolean
  /** A frame without its CRC, which was right. `undefined`: silence. */
  hear(frame: Uint8Array): Promise<Heard | undefined>
}

type State =
  | { readonly at: 'off' }
  | { readonly at: 'idle' | 'ready' | 'halt'; readonly pupi: Uint8Array }
  | { readonly at: 'active'; readonly pupi: Uint8Array; readonly protocol: PiccProtocol }

const APPLICATION = hex('000005e0')
const PROTOCOL_INFO = hex('b381a1') // FSC 256, ISO 14443-4, FWI 10, CID but no NAD
const OFF: State = { at: 'off' }

/**
 * A card in the field (ISO/IEC 14443-3 Type B and 14443-4), over a slot that holds its chip. Without a
 * field it has no power and knows nothing; in one it obeys its states, and says nothing to whatever is
 * out of place. It takes one time slot, 106 kbit/s, and no CID or NAD in blocks.
 */
export function virtualPicc(slot: VirtualSlot, facts: PiccFacts = {}): VirtualPicc {
  const {
    startUp,
    longestCommand = 0,
    pupi: nextPupi = () => crypto.getRandomValues(new Uint8Array(4)),
  } = facts
  const application = () => facts.application ?? slot.chip?.contactless?.application ?? APPLICATION
  const protocolInfo = () =>
    facts.protocolInfo ?? slot.chip?.contactless?.protocolInfo ?? PROTOCOL_INFO
  const faults = piccFaultPlan()
  let hasField = false
  let isMute = false
  let state: State = OFF
  let session = -1 // the slot's time at which this card got its power
  let last: Said | undefined

  const powerUp = async (): Promise<void> => {
    state = OFF
    isMute = false
    last = undefined
    const atr = await slot.powerOn()
    session = slot.time
    if (atr !== undefined && hasField) state = { at: 'idle', pupi: nextPupi() }
  }

  const atqb = (pupi: Uint8Array, takesExtended: boolean): Uint8Array => {
    const extension = takesExtended && startUp !== undefined ? [startUp << 4] : []
    return join(
      Uint8Array.of(0x50),
      pupi,
      application(),
      protocolInfo(),
      Uint8Array.from(extension),
    )
  }

  const select = async (frame: Uint8Array): Promise<Said | undefined> => {
    if (state.at === 'off' || state.at === 'active') return undefined
    const [command, family, parameters = 0] = frame
    if (command === 0x05 && frame.length === 3) {
      const isWakeUp = (parameters & 0x08) !== 0
      const isForMe = family === 0 && (parameters & 0x07) === 0 && (state.at !== 'halt' || isWakeUp)
      if (!isForMe) {
        if (state.at === 'ready') state = { ...state, at: 'idle' }
        return undefined
      }
      state = { at: 'ready', pupi: state.pupi }
      return { frame: atqb(state.pupi, (parameters & 0x10) !== 0), after: 0 }
    }
    if (state.at !== 'ready' || !sameBytes(frame.subarray(1, 5), state.pupi)) return undefined
    if (command === 0x50 && frame.length === 5) {
      state = { at: 'halt', pupi: state.pupi }
      return { frame: Uint8Array.of(0), after: 0 }
    }
    if (command !== 0x1d || frame.length < 9) return undefined
    const [one = 0, two = 0, three = 0, four = 0] = frame.subarray(5, 9)
    const isAccepted =
      (one & 0x03) === 0 && two >> 4 === 0 && three === (protocolInfo()[1]! & 0x0f) && four === 0
    if (!isAccepted) return undefined // other rates, another protocol, a CID: not for this card
    const protocol = piccProtocol(two & 0x0f, protocolInfo()[1]! >> 4, {
      execute: (bytes) => slot.exchange(bytes),
      slowness: () => faults.takeSlowness(),
    })
    state = { at: 'active', pupi: state.pupi, protocol }
    return { frame: Uint8Array.of(longestCommand << 4), after: 0 }
  }

  const answerTo = async (frame: Uint8Array): Promise<Said | undefined> => {
    if (state.at !== 'active') return select(frame)
    const said = await state.protocol.heard(frame)
    if (said !== 'halt') return said
    state = { at: 'halt', pupi: state.pupi }
    return { frame: Uint8Array.of(0xc2), after: 0 }
  }

  return Object.defineProperties(
    {
      get hasField() {
        return hasField
      },
      async fieldOn() {
        if (hasField) return
        hasField = true
        await powerUp()
      },
      fieldOff() {
        hasField = false
        state = OFF
        slot.powerOff()
      },
      async hear(frame: Uint8Array): Promise<Heard | undefined> {
        const fault = faults.next()
        if (fault === 'pull-out') slot.remove()
        if (fault === 'mute') isMute = true
        if (!hasField) return undefined
        if (slot.time !== session) await powerUp() // another card, or the same once more
        if (isMute || fault === 'lose-to-card' || fault === 'garble-to-card') return undefined
        const before = last
        const said = await answerTo(frame.slice())
        if (fault === 'pull-out-late') slot.remove()
        if (slot.time !== session || said === undefined) return undefined
        if (fault === 'repeat') return before
        last = said
        if (fault === 'lose-from-card') return undefined
        if (fault === 'garble-from-card') return { after: said.after, frame: 'noise' }
        return said
      },
    },
    Object.getOwnPropertyDescriptors(faults),
  ) as VirtualPicc
}
