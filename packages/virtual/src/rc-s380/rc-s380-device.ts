import { hex, join } from '@myna/bytes'
import { AT_ONCE } from '../ccid-device'
import { ccidFaultPlan, type CcidFaults } from '../ccid-device-faults'
import { virtualPicc, type PiccFacts, type VirtualPicc } from '../picc/picc'
import type { VirtualSlot } from '../slot'
import type { DeviceDescription } from '../usb-descriptors'
import { virtualUsbDevice, type UsbFunction, type VirtualUsbDevice } from '../usb-device'
import { answerFrame, rcS380Chip, type ByteTime } from './rc-s380-chip'

export interface RcS380Options extends Partial<Omit<DeviceDescription, 'interfaces'>> {
  /** How the card in the slot describes itself. */
  readonly card?: PiccFacts
  /** Milliseconds one byte takes in the air: 0 unless told otherwise; about 0.1 at 106 kbit/s. */
  readonly byteTime?: ByteTime
  /** Whether an answer that fills its last packet is followed by an empty one. Nobody has said. */
  readonly emptyPackets?: 'sent' | 'not-sent'
}

/**
 * Things that go wrong between the reader and the computer. Each of its acknowledgements and answers
 * counts as one answer.
 */
export interface RcS380Faults extends Pick<
  CcidFaults,
  'garbleAnswer' | 'dropAnswer' | 'unplugAt' | 'removeCardAt' | 'messages'
> {
  /** Says something nobody asked for: what a former page did not wait for. */
  say(message: Uint8Array): void
  /** The answer of a frame exchange long ago. */
  sayStaleAnswer(): void
  /** Says that it did not understand, in the place of the next acknowledgement or answer. */
  errorAnswer(): void
  /** The card in the field, with the faults of the air. */
  readonly picc: VirtualPicc
}

export type VirtualRcS380 = VirtualUsbDevice & RcS380Faults

const PACKET = 64
const ACKNOWLEDGEMENT_SIZE = 6
const INPUT = 0x81
const OUTPUT = 0x02

/** A reader in the shape of Sony's RC-S380 (`readers.md` §3). It is plugged in from the start. */
export function virtualRcS380(slot: VirtualSlot, options: RcS380Options = {}): VirtualRcS380 {
  const { card = {}, byteTime = 0, emptyPackets = 'not-sent' } = options
  const facts = {
    vendorId: 0x054c,
    productId: 0x06c3,
    manufacturer: 'SONY',
    product: 'RC-S380/P',
    serial: 'VIRTUAL-3',
    ...options,
  }
  const plan = ccidFaultPlan(AT_ONCE)
  const picc = virtualPicc(slot, card)
  let say: (message: Uint8Array) => void = () => {}
  let errors = 0

  const usbFunction: UsbFunction = {
    alternates: [
      {
        interfaceClass: 0xff,
        endpoints: [
          { address: INPUT, type: 'bulk', packetSize: PACKET },
          { address: OUTPUT, type: 'bulk', packetSize: PACKET },
        ],
      },
    ],
    start(bus) {
      say = (message) => bus.send(INPUT, message, { emptyPacket: emptyPackets === 'sent' })
      const answer = (frame: Uint8Array): Uint8Array | 'lost' => {
        const event = frame.length > ACKNOWLEDGEMENT_SIZE ? plan.answering() : undefined
        if (event === 'unplug') bus.unplug()
        if (event === 'remove-card') slot.remove()
        if (plan.take('drop')) return 'lost'
        if (errors > 0) return (errors--, hex('0000ffffff'))
        return plan.take('garble') ? garbled(frame) : frame
      }
      const chip = rcS380Chip(picc, { send: say, answer }, byteTime)
      let parts: Uint8Array[] = []
      return {
        received(_, packet) {
          if (packet.length > 0 || parts.length > 0) parts.push(packet)
          if (packet.length === PACKET || parts.length === 0) return // a message ends with a short packet
          const message = join(...parts)
          parts = []
          const event = plan.arrived()
          if (event === 'unplug') return bus.unplug()
          if (event === 'remove-card') slot.remove()
          chip.received(message)
        },
        control: () => undefined,
        stop: () => chip.stop(),
      }
    },
  }

  const device = virtualUsbDevice(facts, [usbFunction])
  const faults: RcS380Faults = {
    garbleAnswer: plan.garbleAnswer,
    dropAnswer: plan.dropAnswer,
    unplugAt: plan.unplugAt,
    removeCardAt: plan.removeCardAt,
    get messages() {
      return plan.messages
    },
    say: (message) => say(message),
    sayStaleAnswer: () => say(answerFrame(0x05, hex('00000000 08 02 6a82'))),
    errorAnswer: () => void errors++,
    picc,
  }
  return Object.defineProperties(device, Object.getOwnPropertyDescriptors(faults)) as VirtualRcS380
}

function garbled(frame: Uint8Array): Uint8Array {
  const bytes = frame.slice()
  bytes[bytes.length - 2]! ^= 0x01 // the checksum is one off
  return bytes
}
