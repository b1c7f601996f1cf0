import { encodeTlv, join } from '@myna/bytes'
import { publicExponent, rsaModulus, type RsaPrivateKey } from '../rsa'

/**
 * An object with the length form 82 hh ll, whatever its size: some files of the card have it where a
 * shorter one would do (`card.md` §5, EF 0005).
 */
export const encodeLong = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array => {
  const value = join(...parts)
  return join(
    Uint8Array.of(tag >> 8, tag & 0xff, 0x82, value.length >> 8, value.length & 0xff),
    value,
  )
}

/** 90 and 91: exponent and modulus, as the card's own keys and certified ones are written. */
export const publicKeyObjects = (key: RsaPrivateKey): Uint8Array =>
  join(encodeTlv(0x90, publicExponent), encodeTlv(0x91, rsaModulus(key)))

/**
 * A file's objects behind their table of offsets: where each begins, counted from the first byte of
 * the file.
 */
export function withOffsets(
  fileTag: number,
  tableTag: number,
  objects: readonly Uint8Array[],
): Uint8Array {
  const table = (start: number) => {
    const offsets: number[] = []
    let at = start
    for (const object of objects) {
      offsets.push(at >> 8, at & 0xff)
      at += object.length
    }
    return encodeTlv(tableTag, Uint8Array.from(offsets))
  }
  const bodySize = join(table(0), ...objects).length
  const header = encodeTlv(fileTag, new Uint8Array(bodySize)).length - bodySize
  return encodeTlv(fileTag, table(header + table(0).length), ...objects)
}

export const ascii = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
