import { hex, join } from '@myna/bytes'
import type { VirtualPicc } from '../picc/picc'
import type { VirtualSlot } from '../slot'

// The transparent session of Sony's Port-400 firmware, from what is known of it (readers.md §2.2). The
// pseudo-APDUs are taken apart by hand: the driver has its own tables, and neither is made from the other.

/** What of it works: APDUs, with ISO-DEP run by the reader; frames only; nothing. */
export type SessionAbility = 'apdu' | 'frame' | 'none'

/** Whether a reader that cannot carry APDUs says so, or puts them into the air as they are. */
export type ApduRefusal = 'refused' | 'sent-as-frame'

const OK = '9000'
const NO_SUCH_INSTRUCTION = hex('6d00')
const WRONG_LENGTH = hex('6700')

/** Reason and status word of a status object. */
const DONE = '009000'
const SILENCE = '026401'
const NOISE = '016401'
const OUT_OF_PLACE = '006301'
const UNSUPPORTED = '006a81'
const OBJECT_LENGTH = '006700'

const FORGOTTEN_AFTER = 10_000 // milliseconds without a word; the real number is not known
const ISO_DEP = 4
const SELECTED = 3
const FRAME_FLAGS = 0x001c
const APDU_FLAGS = 0x0000

const status = (word: string, ...objects: readonly Uint8Array[]): Uint8Array =>
  join(hex(`c003${word}`), ...objects, hex(OK))

export function rcS300Session(
  slot: VirtualSlot,
  picc: VirtualPicc,
  ability: SessionAbility,
  apduRefusal: ApduRefusal,
) {
  let isOpen = false
  let wasOff = false // in this session: a field that is only switched on leaves the card mute
  let layer: number | undefined
  let flags = 0 // remembered from one exchange to the next, also by the next session
  let chipTime = -1
  let forgetting: ReturnType<typeof setTimeout> | undefined

  const end = (): void => {
    isOpen = wasOff = false
    layer = undefined
    picc.fieldOff()
    clearTimeout(forgetting)
  }

  const manage = async (step: number): Promise<Uint8Array> => {
    if (step === 0x81) {
      if (isOpen) return status(OUT_OF_PLACE)
      isOpen = true
      return status(DONE)
    }
    if (!isOpen) return status(OUT_OF_PLACE)
    if (step === 0x82) end()
    else if (step === 0x83) {
      picc.fieldOff()
      layer = undefined
      wasOff = true
    } else if (step === 0x84) {
      if (wasOff) await picc.fieldOn()
    } else return status(UNSUPPORTED)
    return status(DONE)
  }

  const switchProtocol = async (objects: Uint8Array): Promise<Uint8Array> => {
    const [tag, length, protocol, wanted] = objects
    if (tag !== 0x8f || length !== 2 || objects.length !== 4) return status(OBJECT_LENGTH)
    if (!isOpen) return status(OUT_OF_PLACE)
    if (protocol !== 0x01 || (wanted !== SELECTED && wanted !== ISO_DEP)) return status(UNSUPPORTED)
    if (wanted === ISO_DEP && ability === 'frame' && apduRefusal === 'refused')
      return status(UNSUPPORTED)
    layer = wanted
    if (wanted === SELECTED || ability === 'frame') {
      const called = await picc.hear(hex('050000'))
      return called === undefined ? status(SILENCE) : status(DONE, hex('8f0101'))
    }
    if (!picc.hasField || !slot.present) return status(SILENCE)
    if (!slot.powered) {
      picc.fieldOff() // a card that was put in since: the reader looks for it anew
      await picc.fieldOn()
    }
    chipTime = slot.time
    if (!slot.powered) return status(SILENCE)
    return status(DONE, hex('8f0101 5f510d 3b88800100 0005e0b381a1007f'))
  }

  const exchange = async (objects: Uint8Array): Promise<Uint8Array> => {
    const given = readObjects(objects)
    if (given === undefined || given.microseconds === undefined) return status(OBJECT_LENGTH)
    if (!isOpen || layer === undefined) return status(OUT_OF_PLACE)
    flags = given.flags ?? flags
    const { data, microseconds } = given
    if (data === undefined) return status(DONE)
    const answer = (bytes: Uint8Array) =>
      status(DONE, hex('920100 96020000'), lengthened(0x97, bytes))

    if (ability === 'apdu') {
      if (flags !== APDU_FLAGS || layer !== ISO_DEP) return status(UNSUPPORTED)
      const bytes = slot.time === chipTime ? await slot.exchange(data) : undefined
      return bytes === undefined ? status(SILENCE) : answer(bytes)
    }
    if (flags !== FRAME_FLAGS && apduRefusal === 'refused') return status(UNSUPPORTED)
    const heard = await picc.hear(data)
    const isInTime = heard !== undefined && heard.after * 1000 <= microseconds
    const wait = isInTime ? heard.after : microseconds / 1000
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    if (!isInTime) return status(SILENCE)
    return heard.frame === 'noise' ? status(NOISE) : answer(heard.frame)
  }

  return {
    get isOpen() {
      return isOpen
    },
    end,
    /** A pseudo-APDU and its answer. */
    async ask(command: Uint8Array): Promise<Uint8Array> {
      const [cla, ins, p1, p2, lc = -1] = command
      if (cla !== 0xff || p1 !== 0 || command.length < 4) return NO_SUCH_INSTRUCTION
      if (isOpen) {
        clearTimeout(forgetting)
        forgetting = setTimeout(end, FORGOTTEN_AFTER)
      }
      if (ins === 0x56 && p2 === 0 && command.length <= 5)
        return join(new Uint8Array(14), hex('ffff0000'), hex(OK))
      if (ins !== 0x50 || ability === 'none') return NO_SUCH_INSTRUCTION
      if (p2 === 0x01) {
        const size = (command[5] ?? 0) * 0x100 + (command[6] ?? 0)
        if (lc !== 0 || command.length !== 7 + size + 3) return WRONG_LENGTH
        return exchange(command.slice(7, 7 + size))
      }
      if (command.length !== 5 + lc + 1) return WRONG_LENGTH
      const objects = command.slice(5, 5 + lc)
      if (p2 === 0x00)
        return lc === 2 && objects[1] === 0 ? manage(objects[0]!) : status(OBJECT_LENGTH)
      return p2 === 0x02 ? switchProtocol(objects) : NO_SUCH_INSTRUCTION
    },
  }
}

interface Given {
  flags?: number
  microseconds?: number
  data?: Uint8Array
}

/** `undefined` for objects that do not chain or have another length than theirs. */
function readObjects(bytes: Uint8Array): Given | undefined {
  const given: Given = {}
  let at = 0
  const next = () => bytes[at++] ?? 0
  while (at < bytes.length) {
    const tag = next() === 0x5f ? 0x5f00 + next() : bytes[at - 1]!
    let length = next()
    if (length === 0x81) length = next()
    else if (length === 0x82) length = next() * 0x100 + next()
    const value = bytes.slice(at, at + length)
    at += length
    if (at > bytes.length) return undefined
    const [a = 0, b = 0, c = 0, d = 0] = value
    if (tag === 0x90 && length === 2) given.flags = a * 0x100 + b
    else if (tag === 0x5f46 && length === 4)
      given.microseconds = a + b * 2 ** 8 + c * 2 ** 16 + d * 2 ** 24
    else if (tag === 0x95) given.data = value
    else if (!(tag === 0x91 && length === 1)) return undefined
  }
  return given
}

function lengthened(tag: number, value: Uint8Array): Uint8Array {
  const { length } = value
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return join(Uint8Array.of(tag, ...size), value)
}
