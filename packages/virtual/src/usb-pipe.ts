import { join } from '@myna/bytes'

/** How a transfer ended; `gone`: the device was unplugged. */
export type TransferStatus = 'ok' | 'stall' | 'babble' | 'gone' | 'cancelled'

export interface InTransfer {
  readonly status: TransferStatus
  readonly data: Uint8Array
}

/** A transfer that waits for the device to say something. */
export interface PendingIn {
  readonly done: Promise<InTransfer>
  /** Ends it; packets that came for it already are lost, as with a real host. */
  cancel(): void
}

interface Reading {
  readonly length: number
  readonly parts: Uint8Array[]
  filled: number
  finish(transfer: InTransfer): void
}

const NOTHING = new Uint8Array(0)

/**
 * An IN endpoint with a host that reads it (USB 2.0 §5.8.3): a transfer ends when its buffer is full or
 * a short packet comes, and a packet that is longer than the room left is babble. Packets that nobody
 * reads wait, also for a program that opens the device later.
 */
export class InPipe {
  readonly #packetSize: number
  #packets: Uint8Array[] = []
  #reading: Reading[] = []
  #halted = false

  constructor(packetSize: number) {
    this.#packetSize = packetSize
  }

  /** The device sends a packet. */
  send(packet: Uint8Array): void {
    if (packet.length > this.#packetSize) throw new RangeError(`a packet of ${packet.length} bytes`)
    this.#packets.push(packet.slice())
    this.#pump()
  }

  /** The device has newer news than what nobody has read yet (interrupt endpoints). */
  replace(packet: Uint8Array): void {
    this.#packets = []
    this.send(packet)
  }

  read(length: number): PendingIn {
    let reading!: Reading
    const done = new Promise<InTransfer>((finish) => {
      reading = { length, parts: [], filled: 0, finish }
    })
    this.#reading.push(reading)
    this.#pump()
    return {
      done,
      cancel: () => {
        const at = this.#reading.indexOf(reading)
        if (at < 0) return
        this.#reading.splice(at, 1)
        reading.finish({ status: 'cancelled', data: NOTHING })
      },
    }
  }

  halt(): void {
    this.#halted = true
    this.#pump()
  }

  clearHalt(): void {
    this.#halted = false
    this.#pump()
  }

  /** Forgets what was not read and ends all reading. */
  end(status: TransferStatus): void {
    this.#packets = []
    this.#halted = false
    for (const reading of this.#reading.splice(0)) reading.finish({ status, data: NOTHING })
  }

  #pump(): void {
    for (;;) {
      const [reading] = this.#reading
      if (reading === undefined) return
      if (this.#halted) {
        this.#finish('stall')
        continue
      }
      const packet = this.#packets.shift()
      if (packet === undefined) return
      if (packet.length > reading.length - reading.filled) {
        this.#finish('babble')
        continue
      }
      reading.parts.push(packet)
      reading.filled += packet.length
      if (packet.length < this.#packetSize || reading.filled === reading.length) this.#finish('ok')
    }
  }

  #finish(status: TransferStatus): void {
    const reading = this.#reading.shift()!
    reading.finish({ status, data: join(...reading.parts) })
  }
}
