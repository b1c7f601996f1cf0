// What runs in the page of the OCR test. As a widget does: the package comes only when it is asked for.
import type { Reading } from '@myna/ocr'

const parts = {
  worker: '/ocr/worker.min.js',
  core: '/ocr/tesseract-core-simd-lstm.wasm.js',
  data: '/ocr',
}

const now = new Date('2026-11-25T03:00:00Z')
let giveUp = new AbortController()

const video = document.createElement('video')
document.body.append(video)

async function readWithCamera(): Promise<{ reading: Reading; seen: string[]; cameraOn: boolean }> {
  giveUp = new AbortController()
  const { readFromCamera } = await import('@myna/ocr')
  const seen: string[] = []
  const reading = await readFromCamera(video, {
    parts,
    now,
    signal: giveUp.signal,
    onSeen: (what) => void seen.push(what),
  })
  return { reading, seen, cameraOn: video.srcObject !== null }
}

async function readPictureFile(base64: string, data = parts.data): Promise<Reading | string> {
  giveUp = new AbortController()
  const { isOcrError, readFromFile } = await import('@myna/ocr')
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  try {
    return await readFromFile(new Blob([bytes]), {
      parts: { ...parts, data },
      now,
      signal: giveUp.signal,
    })
  } catch (error) {
    if (isOcrError(error)) return error.code
    throw error
  }
}

/** Gives up as soon as the camera shows something; returns what came out, and the camera's state. */
async function giveUpWhileLooking(): Promise<{ reason: string; tracks: string[] }> {
  const tracks: MediaStreamTrack[] = []
  const ended = readWithCamera().then(
    ({ reading }) => reading.outcome as string,
    (error: unknown) => String(error),
  )
  while (tracks.length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    if (video.srcObject instanceof MediaStream) tracks.push(...video.srcObject.getTracks())
  }
  giveUp.abort('the person left')
  return { reason: await ended, tracks: tracks.map(({ readyState }) => readyState) }
}

/** The age check as a site has it, with pictures as its only way. */
async function showAgeCheck(over: string): Promise<void> {
  await import('@myna/elements/myna-age-check')
  const check = document.createElement('myna-age-check')
  Object.assign(check, { over, patterns: 'ocr', ocrParts: parts, now: () => now })
  const heard: unknown[] = []
  check.addEventListener('myna-age-checked', ({ answer }) => void heard.push(answer))
  video.remove()
  document.body.append(check)
  Object.assign(globalThis, { heard })
}

Object.assign(globalThis, { readWithCamera, readPictureFile, giveUpWhileLooking, showAgeCheck })
