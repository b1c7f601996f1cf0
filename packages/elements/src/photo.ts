import { CardError, loadPart, stopIfCancelled, type Waiting } from '@myna/apdu'

/** A grey picture, one byte a pixel, from the top left. */
export interface GreyPicture {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array
}

const MOST_BYTES = 100_000 // a card's photo has a few thousand
const MOST_PIXELS = 1_000_000
const JP2 = [0x00, 0x00, 0x00, 0x0c, 0x6a, 0x50, 0x20, 0x20] // ISO/IEC 15444-1 §I.5.1

/**
 * Decodes the photo of a face record (JPEG 2000, `card.md` §6) for showing it. The decoder is large and is
 * downloaded now; it runs here and sends nothing.
 *
 * @throws CardError `record-unreadable` for bytes that are no such picture; `server-unreachable` when the
 *   decoder cannot be downloaded; `cancelled`
 */
export async function decodePhoto(
  photo: Uint8Array,
  { signal }: Waiting = {},
): Promise<GreyPicture> {
  if (photo.length > MOST_BYTES || !JP2.every((byte, at) => photo[at] === byte))
    throw unreadable('the photo is no JPEG 2000 file')
  const { width, height } = sizeOf(photo)
  if (width * height > MOST_PIXELS) throw unreadable('the photo is too large for one of a card')
  const { default: openjpeg } = await loadPart(import('@cornerstonejs/codec-openjpeg/decode'))
  const { J2KDecoder } = await openjpeg({ print: () => {}, printErr: () => {} })
  stopIfCancelled(signal)
  const decoder = new J2KDecoder()
  try {
    decoder.getEncodedBuffer(photo.length).set(photo)
    decoder.decode()
    const found = decoder.getFrameInfo()
    const isGrey = found.bitsPerSample === 8 && found.componentCount === 1
    if (!isGrey || found.width !== width || found.height !== height)
      throw unreadable('the photo is none of a card')
    return { width, height, pixels: decoder.getDecodedBuffer().slice() }
  } catch (error) {
    throw error instanceof CardError ? error : unreadable('the photo cannot be decoded', error)
  } finally {
    decoder.delete()
  }
}

const IMAGE_HEADER = [0x69, 0x68, 0x64, 0x72] // 'ihdr', ISO/IEC 15444-1 §I.5.3.1

/** Width and height, told before anything is decoded: a small file may unpack to a very large picture. */
function sizeOf(photo: Uint8Array): { readonly width: number; readonly height: number } {
  const at = photo.findIndex((_, index) =>
    IMAGE_HEADER.every((byte, offset) => photo[index + offset] === byte),
  )
  if (at < 0 || at + 12 > photo.length) throw unreadable('the photo has no image header')
  const view = new DataView(photo.buffer, photo.byteOffset + at + 4)
  return { height: view.getUint32(0), width: view.getUint32(4) }
}

/** A grey picture for a canvas. */
export function imageDataOf({ width, height, pixels }: GreyPicture): ImageData {
  const image = new ImageData(width, height)
  for (const [at, grey] of pixels.entries()) image.data.set([grey, grey, grey, 0xff], at * 4)
  return image
}

const unreadable = (detail: string, cause?: unknown) =>
  new CardError('record-unreadable', { record: 'face-record', detail }, { cause })
