// Frames without a card need no font and no engine: what the loop does with them.
import { expect, test } from 'vitest'
import type { Picture } from './picture'
import { readFrames, readOnePicture } from './reading'
import type { Recogniser } from './recogniser'

const now = new Date('2026-11-25T03:00:00Z')

/** Fails the test when any text is read. */
const untouched: Recogniser = {
  readDate: () => Promise.reject(new Error('a line was read')),
  readDigits: () => Promise.reject(new Error('digits were read')),
  close: () => Promise.resolve(),
}

function even(level: number): Picture {
  const picture = { width: 320, height: 240, data: new Uint8ClampedArray(320 * 240 * 4) }
  picture.data.fill(level)
  return picture
}

async function* shown(...pictures: Picture[]): AsyncGenerator<Picture> {
  yield* pictures
}

const signal = () => new AbortController().signal

test('a table without a card is no card', async () => {
  const reading = await readFrames(shown(even(128), even(128)), {
    recogniser: untouched,
    now,
    signal: signal(),
  })
  expect(reading).toEqual({ outcome: 'no-card' })
})

test('the answer is what most frames showed', async () => {
  const seen: string[] = []
  const reading = await readFrames(shown(even(4), even(128), even(4)), {
    recogniser: untouched,
    now,
    signal: signal(),
    onSeen: (what) => void seen.push(what),
  })
  expect(seen).toEqual(['dark', 'no-card', 'dark'])
  expect(reading).toEqual({ outcome: 'dark' })
})

test('a camera that gives no frame at all is none', async () => {
  const reading = await readFrames(shown(), { recogniser: untouched, now, signal: signal() })
  expect(reading).toEqual({ outcome: 'no-camera' })
})

test('every frame is overwritten', async () => {
  const frames = [even(128), even(90)]
  await readFrames(shown(...frames), { recogniser: untouched, now, signal: signal() })
  for (const { data } of frames) expect(data.every((value) => value === 0)).toBe(true)
})

test('a picture that was handed in is overwritten as well', async () => {
  const picture = even(128)
  const reading = await readOnePicture(picture, { recogniser: untouched, now, signal: signal() })
  expect(reading).toEqual({ outcome: 'no-card' })
  expect(picture.data.every((value) => value === 0)).toBe(true)
})

test('giving up ends it with the reason, and the frame at hand is overwritten', async () => {
  const giveUp = new AbortController()
  const frame = even(128)
  const reading = readFrames(shown(frame, even(128)), {
    recogniser: untouched,
    now,
    signal: giveUp.signal,
    onSeen: () => giveUp.abort('the person left'),
  })
  await expect(reading).rejects.toBe('the person left')
  expect(frame.data.every((value) => value === 0)).toBe(true)
})

test('patience has an end', async () => {
  let shownFrames = 0
  async function* forever() {
    for (;;) {
      shownFrames++
      yield even(128)
    }
  }
  const reading = await readFrames(forever(), { recogniser: untouched, now, signal: signal() })
  expect(reading).toEqual({ outcome: 'no-card' })
  expect(shownFrames).toBe(150)
})
