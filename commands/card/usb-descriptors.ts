import { CONTROL, type NativeDevice } from './native-device'

/** Raw configuration descriptors by their index. */
export type Descriptors = ReadonlyMap<number, Uint8Array>

const CLASSES = [0xff, 0x0b] // those a card reader can have
const GET_DESCRIPTOR = 0x06 // USB 2.0 §9.4.3
const CONFIGURATION = 0x02
const HEADER = 9

/**
 * Reads the descriptors while an interface is claimed for a moment: `usb` wants one for any control
 * transfer, and which one does not matter.
 *
 * @throws what claiming threw, if nothing can be claimed: then somebody else has the reader
 */
export async function readDescriptors(
  device: NativeDevice,
  interfaces: readonly USBInterface[],
): Promise<Descriptors> {
  const found = new Map<number, Uint8Array>()
  let refusal: unknown
  for (const { interfaceNumber, alternates } of interfaces) {
    if (!alternates.some(({ interfaceClass }) => CLASSES.includes(interfaceClass))) continue
    try {
      await device.claimInterface(interfaceNumber)
    } catch (cause) {
      refusal = cause
      continue
    }
    try {
      for (let index = 0; index < device.configurations.length; index++)
        found.set(index, await wholeDescriptor(device, index))
      return found
    } finally {
      await device.releaseInterface(interfaceNumber).catch(() => {})
    }
  }
  if (refusal !== undefined) throw refusal
  return found
}

/** Which configuration's descriptor a request asks for. */
export function configurationIndexIn(setup: USBControlTransferParameters): number | undefined {
  const { requestType, request, value } = setup
  const isIt =
    requestType === 'standard' && request === GET_DESCRIPTOR && value >> 8 === CONFIGURATION
  return isIt ? value & 0xff : undefined
}

async function wholeDescriptor(device: NativeDevice, index: number): Promise<Uint8Array> {
  const read = async (length: number): Promise<Uint8Array> => {
    const setup: USBControlTransferParameters = {
      requestType: 'standard',
      recipient: 'device',
      request: GET_DESCRIPTOR,
      value: CONFIGURATION * 0x100 + index,
      index: 0,
    }
    return (await device.nativeControlTransferIn(setup, CONTROL, length)) ?? new Uint8Array(0)
  }
  const head = await read(HEADER)
  return read((head[2] ?? 0) + (head[3] ?? 0) * 0x100) // wTotalLength
}
