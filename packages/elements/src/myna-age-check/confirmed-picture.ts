import { isNumberB } from '@myna/card'
import type { Ceremony } from '../ceremony/ceremony'
import type { PictureReader, PictureWish } from './by-picture'
import type { AgeStep, PictureTrouble } from './flow'
import type { PrintedRead } from './printed'
import type { PrintedAnswer } from './views'

export interface ConfirmedPictureWish extends Pick<PictureWish, 'signal' | 'onSeen' | 'onTrouble'> {
  readonly pictures: PictureReader
  /** The video of the step `camera`, once it is drawn. */
  readonly drawnVideo: () => Promise<HTMLVideoElement>
  readonly now: () => Date
  /** What was read, or what the person made of it, to be drawn for confirmation. */
  readonly onRead: (printed: PrintedRead) => void
}

/**
 * ③ up to what the person has compared with the card and confirmed. What no card can say is asked again:
 * nothing leaves the page, and no card hears of it.
 *
 * @throws CardError `cancelled`
 */
export async function confirmedPicture(
  ceremony: Pick<Ceremony<AgeStep>, 'ask'>,
  { pictures, drawnVideo, now, signal, onSeen, onTrouble, onRead }: ConfirmedPictureWish,
): Promise<PrintedAnswer | { readonly trouble: PictureTrouble }> {
  const file = ceremony.ask<Blob>({ at: 'camera' })
  file.catch(() => {}) // heard by `stopped`
  const video = await drawnVideo()
  const reading = pictures.read({ video, file, now: now(), signal, onSeen, onTrouble })
  reading.catch(() => {}) // what a person stopped ends for the reading in its own way
  const read = await Promise.race([reading, stopped(file)])
  if ('trouble' in read) return read
  onRead(read.printed)
  for (;;) {
    const answer = await ceremony.ask<PrintedAnswer>({ at: 'confirm-printed' })
    onRead(answer.printed)
    if (isNumberB(answer.printed, now())) return answer
  }
}

/** Rejects when the person stops, and never settles otherwise. */
const stopped = (asked: Promise<unknown>): Promise<never> => asked.then(() => new Promise(() => {}))
