import { hex } from '@myna/bytes'
import { readFileSync } from 'node:fs'

/** One CCID interface of a real reader, and what is known of it without our parser. */
export interface KnownInterface {
  readonly name: string
  readonly vendorId: number
  readonly productId: number
  /** bcdDevice, `1.20`. */
  readonly release: string
  readonly interfaceClass: number
  /** 0 CCID; 1 and 2 are ICCD, which has no bulk pair. */
  readonly interfaceProtocol: number
  readonly endpoints: string
  readonly level: string
  readonly slots: number
  readonly pin: string
  readonly descriptor: Uint8Array
}

const file = new URL('known-readers.txt', import.meta.url)

export const knownInterfaces: readonly KnownInterface[] = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [numbers, classes, endpoints, level, slots, pin, bytes, ...name] = line.split(' ')
    const [vendor, product, release] = numbers!.split(':')
    const [interfaceClass, interfaceProtocol] = classes!.split('/')
    return {
      name: name.join(' '),
      vendorId: parseInt(vendor!, 16),
      productId: parseInt(product!, 16),
      release: release!,
      interfaceClass: parseInt(interfaceClass!, 16),
      interfaceProtocol: Number(interfaceProtocol),
      endpoints: endpoints!,
      level: level!,
      slots: Number(slots),
      pin: pin!,
      descriptor: hex(bytes!),
    }
  })
