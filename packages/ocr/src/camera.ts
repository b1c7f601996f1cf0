// The browser's camera as a row of pictures. Nothing is recorded; what a frame was drawn on is cleared
// before the next one.
import type { Picture } from './picture'

export type CameraRefusal = 'permission-denied' | 'no-camera'

export interface Camera {
  /** Pictures as the camera makes them, until the camera goes away or `close` is called. */
  frames(signal: AbortSignal): AsyncIterable<Picture>
  /** Stops the camera; its lamp goes out. */
  close(): void
}

/** Longest side of a frame that is looked at; more pixels cost time and tell no more. */
const LONGEST_SIDE = 1920

/** Shows the camera on `video` and hands it over, or says why there is none. */
export async function openCamera(
  video: HTMLVideoElement,
  signal: AbortSignal,
): Promise<Camera | CameraRefusal> {
  signal.throwIfAborted()
  let stream: MediaStream
  try {
    // absent on pages that are not secure contexts
    if (navigator.mediaDevices === undefined) return 'no-camera'
    stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: {
        facingMode: { ideal: 'environment' }, // the one on the back of a phone
        width: { ideal: 1920 },
        height: { ideal: 1080 },
      },
    })
  } catch (error) {
    signal.throwIfAborted()
    return refusalOf(error)
  }
  const close = () => {
    for (const track of stream.getTracks()) track.stop()
    video.srcObject = null
  }
  try {
    signal.throwIfAborted() // the person went away while the browser asked
    video.muted = true
    video.playsInline = true
    video.srcObject = stream
    await video.play()
    signal.throwIfAborted()
  } catch (error) {
    close()
    signal.throwIfAborted()
    throw error
  }
  return { frames: (during) => framesOf(video, stream, during), close }
}

/**
 * Why there is no picture (Media Capture and Streams §10.2). `SecurityError` comes from a policy that
 * forbids the camera; for the person both mean that it is not allowed here.
 */
export function refusalOf(error: unknown): CameraRefusal {
  const name = error instanceof Error || error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'permission-denied'
  // NotFoundError: none; NotReadableError: another program has it; OverconstrainedError: none that fits
  if (['NotFoundError', 'NotReadableError', 'OverconstrainedError', 'AbortError'].includes(name))
    return 'no-camera'
  throw error
}

async function* framesOf(
  video: HTMLVideoElement,
  stream: MediaStream,
  signal: AbortSignal,
): AsyncGenerator<Picture> {
  const canvas = document.createElement('canvas')
  try {
    while (
      stream.active &&
      stream.getVideoTracks().some(({ readyState }) => readyState === 'live')
    ) {
      await nextFrame(video, signal)
      if (video.videoWidth === 0) continue
      yield pictureOf(canvas, video, video.videoWidth, video.videoHeight, LONGEST_SIDE)
    }
  } finally {
    canvas.width = canvas.height = 0 // gives its memory back
  }
}

/** Waits for a frame that was not there before; also in a tab that shows no video at the moment. */
function nextFrame(video: HTMLVideoElement, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer)
      video.cancelVideoFrameCallback?.(asked)
      signal.removeEventListener('abort', stop)
      settle()
    }
    const stop = () => end(() => reject(signal.reason))
    const timer = setTimeout(() => end(resolve), 500)
    const asked = video.requestVideoFrameCallback?.(() => end(resolve)) ?? 0
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}

/** Draws an image no larger than `longest` and takes its pixels; the canvas is cleared again. */
export function pictureOf(
  canvas: HTMLCanvasElement,
  image: CanvasImageSource,
  width: number,
  height: number,
  longest: number,
): Picture {
  const scale = Math.min(1, longest / Math.max(width, height))
  canvas.width = Math.max(1, Math.round(width * scale))
  canvas.height = Math.max(1, Math.round(height * scale))
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  if (pen === null) throw new TypeError('this browser draws no 2D canvas')
  pen.drawImage(image, 0, 0, canvas.width, canvas.height)
  const { data } = pen.getImageData(0, 0, canvas.width, canvas.height)
  pen.clearRect(0, 0, canvas.width, canvas.height)
  return { width: canvas.width, height: canvas.height, data }
}
