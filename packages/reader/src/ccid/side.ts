/** Ways to a CCID reader beside its messages. Where one is missing, the driver does without. */
export interface CcidSide {
  /**
   * The control request of an abort (CCID 1.1 §5.3.1). `false`: it may not be sent here, or the reader
   * does not know it.
   */
  abort?(slot: number, sequence: number): Promise<boolean>
  /** The next message of the interrupt endpoint. Rejects when there will be no more. */
  news?(): Promise<Uint8Array>
}

const ABORT = 0x01 // bRequest
const LONGEST_NEWS = 64 // bytes: an interrupt endpoint has small packets

/**
 * The control and interrupt pipes of a claimed interface. Chromium lets a page send class requests
 * to an interface it has claimed, and to nothing else (`readers.md` §1.1).
 */
export function usbSide(device: USBDevice, interfaceNumber: number): CcidSide {
  const { interfaces = [] } = device.configuration ?? {}
  const endpoint = interfaces
    .find((one) => one.interfaceNumber === interfaceNumber)
    ?.alternate.endpoints.find(({ type, direction }) => type === 'interrupt' && direction === 'in')

  const side: CcidSide = {
    async abort(slot, sequence) {
      const setup: USBControlTransferParameters = {
        requestType: 'class',
        recipient: 'interface',
        request: ABORT,
        value: sequence * 0x100 + slot,
        index: interfaceNumber,
      }
      const result = await device.controlTransferOut(setup).catch(() => undefined)
      return result?.status === 'ok'
    },
  }
  if (endpoint !== undefined)
    side.news = async () => {
      const packets = Math.ceil(LONGEST_NEWS / endpoint.packetSize)
      const size = packets * endpoint.packetSize
      const { data, status } = await device.transferIn(endpoint.endpointNumber, size)
      if (status !== 'ok' || data === undefined) throw new Error(`interrupt endpoint: ${status}`)
      return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    }
  return side
}
