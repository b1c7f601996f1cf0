import type { VirtualSlot } from './slot'

export interface HidDeviceOptions {
  readonly vendorId?: number
  readonly productId?: number
  readonly product?: string
}

/** Things that go wrong with such devices, planned by a test. */
export interface HidFaults {
  /** The answer's reports leave the device after this: drop, double, reorder or spoil them. */
  meddle(change: (reports: readonly Uint8Array[]) => readonly Uint8Array[]): void
  /** The card takes its time: answers leave only when `release` is called. */
  hold(): { release(): void }
  /** The next command's answer never comes. */
  dropAnswer(): void
}

/** A device on USB that carries APDUs in HID reports of 64 bytes (`readers.md` §7). */
export interface VirtualHidDevice extends HidFaults {
  readonly vendorId: number
  readonly productId: number
  readonly product: string
  readonly plugged: boolean
  /** Set while the system does not let it be opened. */
  heldElsewhere: boolean
  plug(): void
  unplug(): void
  /** Calls `listener` whenever it was plugged or unplugged. Returns what ends that. */
  onPlugChange(listener: () => void): () => void
  /** An output report. */
  received(report: Uint8Array): void
  /** Calls `listener` with each input report. Returns what ends that. */
  onReport(listener: (report: Uint8Array) => void): () => void
}

const SIZE = 64
const HEADER = 5 // channel (2), 05, sequence (2)
const TAG = 0x05
/** "No precise diagnosis" (ISO 7816-4 §5.6): the framing has no word for "no card". */
const NO_CARD = Uint8Array.of(0x6f, 0x00)

/**
 * A device with a slot whose card has power while it is plugged in. It is as strict as firmware that
 * trusts nobody: a report that does not follow the one before ends the message, reports that come
 * while the card works are lost, and nothing of either kind is answered.
 */
export function virtualHidDevice(
  slot: VirtualSlot,
  options: HidDeviceOptions = {},
): VirtualHidDevice {
  const { vendorId = 0x1209, productId = 0x0002, product = 'Virtual HID reader' } = options
  const plugListeners = new Set<() => void>()
  const reportListeners = new Set<(report: Uint8Array) => void>()
  let plugged = true
  let incoming: { channel: number; sequence: number; size: number; bytes: number[] } | undefined
  let isWorking = false
  let drops = 0
  let change = (reports: readonly Uint8Array[]) => reports
  let held: Promise<void> = Promise.resolve()
  let life = 0 // answers of an earlier life never leave

  const power = (): void => {
    if (slot.present && !slot.powered) void slot.powerOn()
  }
  slot.onChange(() => plugged && power())
  power()

  const answer = async (channel: number, command: Uint8Array): Promise<void> => {
    const mine = life
    isWorking = true
    const bytes = (await slot.exchange(command)) ?? NO_CARD
    await held
    if (mine !== life) return
    isWorking = false
    if (drops > 0) return void drops--
    for (const report of change(framed(channel, bytes)))
      for (const listener of reportListeners) listener(report)
  }

  const collect = (report: Uint8Array): void => {
    const view = new DataView(report.buffer, report.byteOffset, report.byteLength)
    const [channel, sequence] = [view.getUint16(0), view.getUint16(3)]
    if (report.length !== SIZE || report[2] !== TAG) return void (incoming = undefined)
    if (sequence === 0) {
      const size = view.getUint16(HEADER)
      incoming = { channel, sequence: 0, size, bytes: [...report.slice(HEADER + 2)] }
    } else if (incoming?.channel === channel && incoming.sequence + 1 === sequence) {
      incoming.sequence = sequence
      incoming.bytes.push(...report.slice(HEADER))
    } else return void (incoming = undefined)

    if (incoming.bytes.length < incoming.size) return
    const command = Uint8Array.from(incoming.bytes.slice(0, incoming.size))
    incoming = undefined
    void answer(channel, command)
  }

  const changePlug = (now: boolean): void => {
    if (plugged === now) return
    plugged = now
    life++
    isWorking = false
    incoming = undefined
    if (plugged) power()
    else slot.powerOff()
    for (const listener of [...plugListeners]) listener()
  }

  return {
    vendorId,
    productId,
    product,
    get plugged() {
      return plugged
    },
    heldElsewhere: false,
    plug: () => changePlug(true),
    unplug: () => changePlug(false),
    onPlugChange(listener) {
      plugListeners.add(listener)
      return () => plugListeners.delete(listener)
    },
    received(report) {
      if (plugged && !isWorking) collect(report)
    },
    onReport(listener) {
      reportListeners.add(listener)
      return () => reportListeners.delete(listener)
    },
    meddle: (meddling) => void (change = meddling),
    hold() {
      let release = () => {}
      held = new Promise((resolve) => (release = resolve))
      return { release }
    },
    dropAnswer: () => void drops++,
  }
}

/** Written apart from the driver's framing, so that the two can disagree. */
function framed(channel: number, message: Uint8Array): Uint8Array[] {
  const content = [message.length >> 8, message.length & 0xff, ...message]
  const reports: Uint8Array[] = []
  for (let at = 0, sequence = 0; at < content.length; at += SIZE - HEADER, sequence++) {
    const report = new Uint8Array(SIZE)
    report.set([channel >> 8, channel & 0xff, TAG, sequence >> 8, sequence & 0xff])
    report.set(content.slice(at, at + SIZE - HEADER), HEADER)
    reports.push(report)
  }
  return reports
}
