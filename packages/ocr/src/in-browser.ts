// The two ways a person shows a card to a page: a camera, or a picture they have already.
import { openCamera } from './camera'
import { pictureFromFile } from './picture-file'
import { readFrames, readOnePicture, type Reading, type ReadingHopes } from './reading'
import { openRecogniser, type RecogniserParts } from './tesseract'

export interface BrowserHopes extends Omit<ReadingHopes, 'recogniser'> {
  readonly parts: RecogniserParts
}

/**
 * Shows the camera on `video` and reads until two frames agree, the back side comes into view, or
 * patience ends. Call it on a click: the browser then asks for the camera, and the parts are loaded.
 * The camera is stopped and every frame wiped before this settles.
 */
export async function readFromCamera(
  video: HTMLVideoElement,
  { parts, ...hopes }: BrowserHopes,
): Promise<Reading> {
  const camera = await openCamera(video, hopes.signal)
  if (typeof camera === 'string') return { outcome: camera }
  try {
    const recogniser = await openRecogniser(parts, hopes.signal)
    try {
      return await readFrames(camera.frames(hopes.signal), { ...hopes, recogniser })
    } finally {
      await recogniser.close()
    }
  } finally {
    camera.close()
  }
}

/** Reads one picture file. It is read twice in different ways, and the two must agree. */
export async function readFromFile(
  file: Blob,
  { parts, ...hopes }: BrowserHopes,
): Promise<Reading> {
  const picture = await pictureFromFile(file, hopes.signal)
  const recogniser = await openRecogniser(parts, hopes.signal)
  try {
    return await readOnePicture(picture, { ...hopes, recogniser })
  } finally {
    picture.data.fill(0)
    await recogniser.close()
  }
}
