import { AT_ONCE, ccidFunction, messageCollector } from '../ccid-device'
import { ccidEngine } from '../ccid-device-engine'
import { ccidFaultPlan, type CcidFaults } from '../ccid-device-faults'
import {
  ABSENT,
  ACTIVE,
  INACTIVE,
  readRequest,
  writeReply,
  type Reply,
} from '../ccid-device-messages'
import { virtualPicc, type PiccFacts, type VirtualPicc } from '../picc/picc'
import type { VirtualSlot } from '../slot'
import type { DeviceDescription } from '../usb-descriptors'
import {
  virtualUsbDevice,
  type DeviceSide,
  type UsbFunction,
  type VirtualUsbDevice,
} from '../usb-device'
import { rcS300Session, type ApduRefusal } from './rc-s300-session'

export interface RcS300DeviceOptions extends Partial<Omit<DeviceDescription, 'interfaces'>> {
  /**
   * What interface 1 can do beside Sony's session commands, which nobody has published: plain CCID and
   * APDUs in the session; APDUs in the session; frames in the session; none of it.
   */
  readonly ability?: 'ccid' | 'apdu' | 'frame' | 'none'
  /** What it does with a message it does not know. After `deaf` only a reset helps. */
  readonly unknownMessages?: 'refuse' | 'ignore' | 'stall' | 'deaf'
  /** What one that carries frames only does when it is given APDUs. */
  readonly apduRefusal?: ApduRefusal
  /** How the card in the slot describes itself. */
  readonly card?: PiccFacts
}

export type VirtualRcS300 = VirtualUsbDevice &
  CcidFaults & {
    /** The card in the field, with the faults of the air. */
    readonly picc: VirtualPicc
    /** Whether a session is open, of whomever. */
    readonly hasSession: boolean
    /** A session that a former page did not end. */
    leaveSession(): Promise<void>
    /** Pseudo-APDUs and CCID messages of interface 1, as they came, in hexadecimal digits. */
    readonly heard: readonly string[]
  }

const PACKET = 64
const LONGEST_MESSAGE = 522
const INPUT = 0x82
const OUTPUT = 0x02
const ESCAPE = 0x6b
const ESCAPE_ANSWER = 0x83
const SLOT_STATUS = 0x81
const BUSY = 0xe0
const EMPTY = new Uint8Array(0)
const HEADER = 10

/** CCID as interface 0 announces it (`readers.md` §2.1). */
const PLAIN = {
  level: 'extended-apdu',
  longestMessage: LONGEST_MESSAGE,
  features: 0x7e,
  hasPinPad: false,
  pps: 'agrees',
  voltage: undefined,
  speeds: undefined,
} as const

/**
 * A reader in the shape of Sony's RC-S300 (`readers.md` §2): CCID of the smart card class on interface
 * 0, Sony's session on interface 1. The session belongs to the reader and survives whoever began it.
 */
export function virtualRcS300(slot: VirtualSlot, options: RcS300DeviceOptions = {}): VirtualRcS300 {
  const {
    ability = 'apdu',
    unknownMessages = 'refuse',
    apduRefusal = 'refused',
    card = {},
  } = options
  const facts = {
    vendorId: 0x054c,
    productId: 0x0dc9,
    manufacturer: 'SONY',
    product: 'FeliCa Port/PaSoRi 4.0',
    serial: 'VIRTUAL-4',
    ...options,
  }
  const faults = ccidFaultPlan(AT_ONCE)
  const picc = virtualPicc(slot, card)
  const session = rcS300Session(slot, picc, ability === 'ccid' ? 'apdu' : ability, apduRefusal)
  const heard: string[] = []

  const start = (bus: DeviceSide) => {
    let isDeaf = false
    let isBusy = false
    const send = (message: Uint8Array) => bus.send(INPUT, message, { emptyPacket: true })
    const plain = ccidEngine(
      [{ slot, settings: PLAIN }],
      { longestMessage: LONGEST_MESSAGE, busySlots: 1 },
      faults,
      {
        send,
        unplug: () => bus.unplug(),
      },
    )
    const reply = (sequence: number, part: Partial<Reply>): Uint8Array =>
      writeReply({
        answer: ESCAPE_ANSWER,
        slot: 0,
        sequence,
        card: slot.powered ? ACTIVE : slot.present ? INACTIVE : ABSENT,
        command: 'done',
        error: 0,
        specific: 0,
        data: EMPTY,
        ...part,
      })

    const answer = (sequence: number, part: Partial<Reply>): void => {
      const event = faults.answering()
      if (event === 'unplug') return bus.unplug()
      if (event === 'remove-card') slot.remove()
      for (let left = faults.takeTimeExtensions(); left > 0; left--)
        send(reply(sequence, { command: 'wait', error: 1 }))
      if (faults.take('stale')) send(reply((sequence - 1) & 0xff, part))
      if (faults.take('drop')) return
      const bytes = reply(sequence, part)
      if (faults.take('garble')) bytes[1]! ^= 0x01 // dwLength is one off
      send(bytes)
    }

    const escape = (message: Uint8Array): void => {
      const event = faults.arrived()
      if (event === 'unplug') return bus.unplug()
      if (event === 'remove-card') slot.remove()
      const { sequence, wrong, data } = readRequest(message, LONGEST_MESSAGE, 1)
      if (wrong !== undefined) return answer(sequence, { command: 'failed', error: wrong })
      if (isBusy || faults.take('busy')) return answer(sequence, { command: 'failed', error: BUSY })
      isBusy = true
      void session.ask(data).then((bytes) => {
        isBusy = false
        answer(sequence, { data: bytes })
      })
    }

    const strange = (message: Uint8Array): void => {
      if (unknownMessages === 'stall') bus.halt(OUTPUT)
      if (unknownMessages === 'deaf') isDeaf = true
      if (unknownMessages === 'refuse')
        send(reply(message[6]!, { answer: SLOT_STATUS, command: 'failed', error: 0 }))
    }

    const collect = messageCollector(PACKET, true)
    return {
      received(_: number, packet: Uint8Array) {
        const message = collect(packet)
        if (message === undefined || isDeaf) return
        if (message === 'too short') return bus.halt(OUTPUT)
        heard.push(message.slice(message[0] === ESCAPE ? HEADER : 0).reduce(toDigits, ''))
        if (message[0] === ESCAPE) return escape(message)
        if (ability !== 'ccid') return strange(message)
        if (!session.isOpen) return plain.received(message)
        answer(message[6]!, { answer: SLOT_STATUS, command: 'failed', error: BUSY })
      },
      control: () => undefined,
      stop: () => session.end(),
    }
  }

  const vendor: UsbFunction = {
    alternates: [
      {
        interfaceClass: 0xff,
        endpoints: [
          { address: INPUT, type: 'bulk', packetSize: PACKET },
          { address: OUTPUT, type: 'bulk', packetSize: PACKET },
        ],
      },
    ],
    start,
  }
  const smartCard = ccidFunction(
    [slot],
    ccidFaultPlan(AT_ONCE),
    { output: 0x01, input: 0x81, interrupt: 0x83 },
    { interfaceClass: 0x0b, level: 'extended-apdu', longestMessage: LONGEST_MESSAGE },
  )
  const device = virtualUsbDevice(facts, [smartCard, vendor])
  const own = {
    picc,
    heard,
    get hasSession() {
      return session.isOpen
    },
    async leaveSession() {
      for (const step of [0x81, 0x83, 0x84])
        await session.ask(Uint8Array.of(0xff, 0x50, 0, 0, 2, step, 0, 0))
    },
  }
  for (const part of [faults, own])
    Object.defineProperties(device, Object.getOwnPropertyDescriptors(part))
  return device as VirtualRcS300
}

const toDigits = (text: string, byte: number) => text + byte.toString(16).padStart(2, '0')
