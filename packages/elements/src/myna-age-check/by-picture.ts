import { loadPart, underFirstOf } from '@myna/apdu'
import type { RecogniserParts, Seen } from '@myna/ocr'
import type { PictureTrouble } from './flow'
import { printedIn, troubleOf, type PrintedRead } from './printed'

/** Where the site hosts the parts that read pictures (docs/ocr.md). */
export type OcrParts = RecogniserParts

export interface PictureWish {
  /** Shows what the camera sees. */
  readonly video: HTMLVideoElement
  /** A file, if the person chooses one meanwhile. */
  readonly file: Promise<Blob>
  readonly now: Date
  readonly signal: AbortSignal
  readonly onSeen: (seen: Seen) => void
  /** There is no camera: the person can still choose a file. */
  readonly onTrouble: (trouble: 'camera-denied' | 'no-camera') => void
}

/** Reads the printed card by camera or file, whichever comes first, on this device only. */
export interface PictureReader {
  read(
    wish: PictureWish,
  ): Promise<{ readonly printed: PrintedRead } | { readonly trouble: PictureTrouble }>
}

/** Our own, of @myna/ocr: downloaded now, because only now somebody chose this pattern. */
export const pictureReader = (parts: OcrParts): PictureReader => ({
  async read({ video, file, now, signal, onSeen, onTrouble }) {
    const ocr = await loadPart(import('@myna/ocr'))
    const camera = new AbortController()
    const hopes = { parts, now, onSeen, signal }
    const reading = async (either: AbortSignal) => {
      const seen = await ocr.readFromCamera(video, { ...hopes, signal: either })
      const { outcome } = seen
      if (outcome !== 'permission-denied' && outcome !== 'no-camera') return seen
      onTrouble(outcome === 'no-camera' ? outcome : 'camera-denied')
      return ocr.readFromFile(await file, hopes)
    }
    const chosen = file.then((blob) => {
      camera.abort()
      return ocr.readFromFile(blob, hopes)
    })
    chosen.catch(() => {}) // ended by whoever stops
    const fromCamera = underFirstOf([signal, camera.signal], reading)
    fromCamera.catch(() => {}) // ended by the choice of a file
    try {
      const result = await Promise.race([
        fromCamera.catch((error: unknown) => {
          if (camera.signal.aborted && !signal.aborted) return chosen
          throw error
        }),
        chosen,
      ])
      return result.outcome === 'read'
        ? { printed: printedIn(result) }
        : { trouble: troubleOf(result.outcome) }
    } catch (error) {
      if (ocr.isOcrError(error))
        return { trouble: error.code === 'parts-missing' ? 'parts-missing' : 'not-a-picture' }
      throw error
    } finally {
      camera.abort()
    }
  },
})
