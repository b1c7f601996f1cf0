import { pictureOf } from './camera'
import { OcrError } from './ocr-error'
import type { Picture } from './picture'

/** Bytes and pixels beyond which a file is no photo of a card. */
const MOST_BYTES = 40_000_000
const MOST_PIXELS = 120_000_000
/** Longest side to which a photo is reduced. */
const LONGEST_SIDE = 2200

/** The pixels of a picture file, upright as its EXIF says. Throws `OcrError`. */
export async function pictureFromFile(file: Blob, signal: AbortSignal): Promise<Picture> {
  signal.throwIfAborted()
  if (file.size > MOST_BYTES) throw new OcrError('picture-too-large')
  let image: ImageBitmap
  try {
    image = await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch (cause) {
    signal.throwIfAborted()
    throw new OcrError('not-a-picture', { cause })
  }
  try {
    signal.throwIfAborted()
    if (image.width * image.height > MOST_PIXELS) throw new OcrError('picture-too-large')
    const canvas = document.createElement('canvas')
    const picture = pictureOf(canvas, image, image.width, image.height, LONGEST_SIDE)
    canvas.width = canvas.height = 0
    return picture
  } finally {
    image.close()
  }
}
