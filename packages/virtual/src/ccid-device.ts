import { join } from '@myna/bytes'
import { AUTOMATIC, ccidClassDescriptor, type CcidLevel } from './ccid-device-descriptor'
import { ccidEngine } from './ccid-device-engine'
import {
  ccidFaultPlan,
  type CcidFaultPlan,
  type CcidFaults,
  type Timing,
} from './ccid-device-faults'
import { HEADER, promisedSize } from './ccid-device-messages'
import type { PpsManners } from './contact-card'
import type { VirtualSlot } from './slot'
import type { DeviceDescription } from './usb-descriptors'
import { virtualUsbDevice, type UsbFunction, type VirtualUsbDevice } from './usb-device'

export interface CcidDeviceOptions extends Partial<Omit<DeviceDescription, 'interfaces'>> {
  /** Vendor class (the default), or the smart card class no page may claim. */
  readonly interfaceClass?: 0xff | 0x0b
  /** `character` is announced only: commands for the card are refused. */
  readonly level?: CcidLevel
  /** Slots that are of another level than the reader says. */
  readonly otherLevels?: Readonly<Record<number, CcidLevel>>
  /** dwMaxCCIDMessageLength. */
  readonly longestMessage?: number
  readonly packetSize?: number
  /** Some readers have their class descriptor after the last endpoint. */
  readonly classDescriptorAfter?: 'interface' | 'endpoints'
  /** dwFeatures without the level: what the reader does by itself. */
  readonly features?: number
  /** dwProtocols: 1 for T=0, 2 for T=1, 3 for both. */
  readonly protocols?: number
  /** dwMaxDataRate, bit/s. */
  readonly fastest?: number
  /** dwMaxIFSD. */
  readonly ifsd?: number
  /** bMaxCCIDBusySlots. */
  readonly busySlots?: number
  /** Keys of its own, for PINs (bPINSupport). */
  readonly hasPinPad?: boolean
  /** An interrupt endpoint, one that never says anything, or none. */
  readonly news?: 'spoken' | 'silent' | 'none'
  /** Whether it takes the control request of an abort. */
  readonly knowsAbort?: boolean
  /** How the card in it takes PPS. */
  readonly pps?: PpsManners
  /** The only voltage its card answers to: 1 is 5 V, 2 is 3 V, 3 is 1.8 V. */
  readonly voltage?: 1 | 2 | 3
  /** Fi and Di (as in TA1) that the reader can do, if not all up to its highest speed. */
  readonly speeds?: readonly number[]
  readonly timing?: Timing
  /** Whether a message that fills its last packet has to be followed by an empty one. */
  readonly emptyPackets?: 'needed' | 'not-needed'
}

/** A reader on USB, with its faults. */
export type VirtualCcidDevice = VirtualUsbDevice & CcidFaults

// Numbers of pid.codes (1209) that are set aside for tests.
const TEST_DEVICE = { vendorId: 0x1209, productId: 0x0001, manufacturer: 'Myna test' } as const
export const AT_ONCE: Timing = { perMessage: 0, perByte: 0 }
const SHORTEST_MESSAGE = 271 // ten bytes and the longest short command

/** A reader that speaks CCID on one interface. It is plugged in from the start. */
export function virtualCcidDevice(
  slots: VirtualSlot | readonly VirtualSlot[],
  options: CcidDeviceOptions = {},
): VirtualCcidDevice {
  const faults = ccidFaultPlan(options.timing ?? AT_ONCE)
  const facts = {
    ...TEST_DEVICE,
    product: 'Virtual CCID reader',
    serial: 'VIRTUAL-1',
    ...options,
  }
  const endpoints = {
    input: 0x81,
    output: 0x01,
    ...(options.news === 'none' ? {} : { interrupt: 0x82 }),
  }
  return withFaults(
    virtualUsbDevice(facts, [ccidFunction([slots].flat(), faults, endpoints, options)]),
    faults,
  )
}

/**
 * A reader in the shape of a Sony RC-S300 (`readers.md` §2.1): the smart card class on interface 0,
 * the vendor class on interface 1.
 *
 * Here interface 1 speaks plain CCID and has a class descriptor. Neither is proven of the real
 * RC-S300: its interface 1 is known to take Sony's Escape messages and nothing else. This device is
 * for the question which interface of a composite reader is used, not for that reader's protocol.
 */
export function virtualCompositeReader(
  slot: VirtualSlot,
  options: Partial<Omit<DeviceDescription, 'interfaces'>> = {},
): VirtualCcidDevice {
  const faults = ccidFaultPlan(AT_ONCE)
  const facts = { ...TEST_DEVICE, product: 'Virtual composite reader', serial: 'VIRTUAL-2' }
  const shared = { longestMessage: 522, level: 'extended-apdu' } as const
  const smartCard = { input: 0x81, output: 0x01, interrupt: 0x83 }
  const vendor = { input: 0x82, output: 0x02 }
  const functions = [
    ccidFunction([slot], faults, smartCard, { ...shared, interfaceClass: 0x0b }),
    ccidFunction([slot], faults, vendor, { ...shared, interfaceClass: 0xff }),
  ]
  return withFaults(virtualUsbDevice({ ...facts, ...options }, functions), faults)
}

/** The faults' getters stay getters: a count must not freeze. */
const withFaults = (device: VirtualUsbDevice, faults: CcidFaultPlan): VirtualCcidDevice =>
  Object.defineProperties(device, Object.getOwnPropertyDescriptors(faults)) as VirtualCcidDevice

interface Endpoints {
  readonly input: number
  readonly output: number
  readonly interrupt?: number
}

export function ccidFunction(
  slots: readonly VirtualSlot[],
  faults: CcidFaultPlan,
  { input, output, interrupt }: Endpoints,
  options: CcidDeviceOptions,
): UsbFunction {
  const {
    interfaceClass = 0xff,
    level = 'short-apdu',
    longestMessage = SHORTEST_MESSAGE,
    packetSize = 64,
    classDescriptorAfter = 'interface',
    emptyPackets = 'needed',
    features = AUTOMATIC,
    protocols = 2,
    fastest = 344_086,
    ifsd = 254,
    busySlots = 1,
    hasPinPad = false,
    news = 'spoken',
    pps = 'agrees',
    knowsAbort = true,
    otherLevels = {},
  } = options
  const description = {
    level,
    longestMessage,
    busySlots,
    features,
    protocols,
    fastest,
    ifsd,
    hasPinPad,
    slots: slots.length,
  }

  return {
    alternates: [
      {
        interfaceClass,
        endpoints: [
          { address: output, type: 'bulk', packetSize },
          { address: input, type: 'bulk', packetSize },
          ...(interrupt ? [{ address: interrupt, type: 'interrupt', packetSize: 8 } as const] : []),
        ],
        extra: { bytes: ccidClassDescriptor(description), after: classDescriptorAfter },
      },
    ],
    start(bus) {
      const shared = {
        longestMessage,
        features,
        hasPinPad,
        pps,
        speeds: options.speeds,
        voltage: options.voltage,
      }
      const places = slots.map((slot, index) => ({
        slot,
        settings: { ...shared, level: otherLevels[index] ?? level },
      }))
      const engine = ccidEngine(
        places,
        { longestMessage, busySlots: Math.max(1, busySlots) },
        faults,
        {
          send: (message) => bus.send(input, message, { emptyPacket: emptyPackets === 'needed' }),
          unplug: () => bus.unplug(),
        },
      )
      const collect = messageCollector(packetSize, emptyPackets === 'needed')
      let told = slots.map(() => false)
      const tellSlotChange = () => {
        if (!interrupt || news === 'silent') return
        // RDR_to_PC_NotifySlotChange: two bits a slot, present and changed (§6.3.1)
        const now = slots.map(({ present }) => present)
        const bits = new Uint8Array(Math.ceil(slots.length / 4))
        for (const [index, isThere] of now.entries())
          bits[index >> 2]! |=
            ((isThere ? 1 : 0) | (isThere === told[index] ? 0 : 2)) << (2 * (index % 4))
        told = now
        bus.notify(interrupt, Uint8Array.of(0x50, ...bits))
      }
      const stopListening = slots.map((slot) => slot.onChange(tellSlotChange))
      if (slots.some(({ present }) => present)) tellSlotChange()
      return {
        received(_, packet) {
          const message = collect(packet)
          if (message === 'too short') bus.halt(output)
          else if (message !== undefined) engine.received(message)
        },
        control({ requestType, request, value }) {
          // ABORT (§5.3.1); with one fixed clock and rate the other two requests are not there (§5.3.2)
          const isAbort = knowsAbort && requestType === 0x21 && request === 0x01
          const isDone = isAbort && engine.abort(value & 0xff, value >> 8)
          return isDone ? new Uint8Array(0) : undefined
        },
        stop() {
          for (const stop of stopListening) stop()
          for (const slot of slots) slot.powerOff()
        },
      }
    },
  }
}

/**
 * Joins packets to messages: a message ends with a packet that is not full. A reader that does not
 * need the empty packet after a full one looks at dwLength instead, and ignores empty ones.
 */
export function messageCollector(packetSize: number, needsEmptyPacket: boolean) {
  let parts: Uint8Array[] = []
  return (packet: Uint8Array): Uint8Array | 'too short' | undefined => {
    if (parts.length === 0 && packet.length === 0) return undefined
    parts.push(packet)
    const message = join(...parts)
    const isComplete = !needsEmptyPacket && message.length === promisedSize(message)
    if (packet.length === packetSize && !isComplete) return undefined
    parts = []
    return message.length < HEADER ? 'too short' : message
  }
}
