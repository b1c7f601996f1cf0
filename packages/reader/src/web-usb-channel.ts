import { cancellable, stopIfCancelled, type Waiting } from '@myna/apdu'
import { join } from '@myna/bytes'
import type { Channel } from './channel'
import { readerFault } from './reader-fault'
import { webUsbError } from './web-usb-error'

/** The bulk endpoints of one interface, and how messages are told apart on them. */
export interface BulkPair {
  readonly interfaceNumber: number
  readonly inEndpoint: number
  readonly outEndpoint: number
  /** wMaxPacketSize of either endpoint, in bytes. */
  readonly inPacket: number
  readonly outPacket: number
  /** Bytes of the longest message. */
  readonly maximumMessage: number
  /** Bytes of the message that begins here; `undefined` while that is not known yet. */
  messageSize(head: Uint8Array): number | undefined
}

const MOST_EMPTY_READS = 8

/**
 * Whole messages over a bulk pair of a claimed interface (WebUSB).
 *
 * A message out ends with a short packet, so one that fills its last packet is followed by a
 * zero-length one. Readers keep to that less strictly, so a read never asks for more packets than
 * the message can have, and empty reads are skipped.
 */
export function webUsbChannel(device: USBDevice, pair: BulkPair): Channel {
  const reader = device.productName ?? 'USB'
  let received = new Uint8Array(0)
  let reading: Promise<Uint8Array> | undefined // WebUSB cannot take a read back: the next one waits for it

  const fault = (detail: string) => readerFault(reader, detail)

  const read = async (size: number): Promise<Uint8Array> => {
    const packets = Math.max(1, Math.ceil(size / pair.inPacket))
    const result = await device
      .transferIn(pair.inEndpoint, packets * pair.inPacket)
      .catch((cause: unknown) => {
        throw webUsbError('transfer', reader, cause)
      })
    if (result.status === 'stall') await device.clearHalt('in', pair.inEndpoint).catch(() => {})
    if (result.status !== 'ok') throw fault(`read: ${result.status}`)
    const { data } = result
    if (data === undefined) return new Uint8Array(0)
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  }

  /** Bytes that came; a short packet among them is the end of a message. */
  const nextBytes = async (size: number, signal: AbortSignal | undefined): Promise<number> => {
    if (reading === undefined) {
      reading = read(size)
      reading.catch(() => {}) // if nobody waits any more, whoever reads next hears of it
    }
    let bytes
    try {
      bytes = await cancellable(reading, signal)
    } catch (error) {
      if (signal?.aborted) throw error // the read itself is still under way
      reading = undefined
      throw error
    }
    reading = undefined
    received = join(received, bytes)
    return bytes.length
  }

  /** Bytes nobody can make a message of are dropped, so that the next message begins where it begins. */
  const garbage = (detail: string) => {
    received = new Uint8Array(0)
    return fault(detail)
  }

  const write = async (bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
    const result = await device.transferOut(pair.outEndpoint, bytes).catch((cause: unknown) => {
      throw webUsbError('transfer', reader, cause)
    })
    if (result.status === 'stall') await device.clearHalt('out', pair.outEndpoint).catch(() => {})
    if (result.status !== 'ok') throw fault(`write: ${result.status}`)
  }

  return {
    async send(message, { signal } = {}) {
      stopIfCancelled(signal)
      await write(message as Uint8Array<ArrayBuffer>) // WebUSB takes no shared memory; nobody makes any
      if (message.length % pair.outPacket === 0) await write(new Uint8Array(0))
    },

    async receive({ signal, atMost = pair.maximumMessage }: Waiting & { atMost?: number } = {}) {
      for (let emptyReads = 0, hasEnded = false; ;) {
        const size = pair.messageSize(received)
        if (size !== undefined && size > pair.maximumMessage)
          throw garbage(`a message of ${size} bytes was announced`)
        if (size !== undefined && received.length >= size) {
          const isNextBegun = received.length > size // it can, if this one filled its last packet
          if (isNextBegun && size % pair.inPacket !== 0)
            throw garbage(`${size} bytes were announced, ${received.length} came`)
          const message = received.slice(0, size)
          received = received.slice(size)
          return message
        }
        if (hasEnded) throw garbage(`${size} bytes were announced, ${received.length} came`)
        const missing = (size ?? Math.min(atMost, pair.maximumMessage)) - received.length
        const came = await nextBytes(missing, signal)
        hasEnded = came % pair.inPacket !== 0
        emptyReads = came === 0 ? emptyReads + 1 : 0
        if (emptyReads > MOST_EMPTY_READS) throw fault('empty answers')
      }
    },

    async close() {
      // the device may be gone already, and then there is nothing left to let go
      await device.releaseInterface(pair.interfaceNumber).catch(() => {})
      await device.close().catch(() => {})
    },
  }
}
