// Why this exists: a wrong security code costs a person one of few tries, and the back side carries a
// number that nobody here may read. This is a sample; `npm run ocr` counts in full.
import { isOcrError, openRecogniser, readFrames, type Picture, type Recogniser } from '@myna/ocr'
import { describe, expect, test } from 'vitest'
import { testCard } from './cards'
import { trainedData } from './local-parts'
import { later, photographed, reportFronts, reportRefused, withRecognisers } from './report'

const signal = () => new AbortController().signal

test('fronts are read at 720 lines, and what is given out is what is printed', async () => {
  const row = await withRecognisers((recognisers) =>
    reportFronts({ firstSeed: 68_000, cards: 12, lines: 720 }, recognisers),
  )
  expect(row.wrong).toBe(0)
  expect(row.right).toBeGreaterThanOrEqual(10)
}, 180_000)

test('backs are refused before a character is read', async () => {
  const { refused, outcomes } = await reportRefused('back', 68_100, 24)
  expect(refused).toBe(24)
  expect(outcomes).toEqual({ 'back-side': 24 })
})

test('a back with a thumb on it and only its number to tell it by is refused as well', async () => {
  const { refused, outcomes } = await reportRefused('covered-back', 68_600, 12)
  expect(refused).toBe(12)
  expect(outcomes).toEqual({ 'back-side': 12 })
})

test('cards of other kinds are not taken for this one', async () => {
  expect(await reportRefused('other', 68_200, 12)).toMatchObject({ refused: 12 })
})

/** Answers nothing and keeps what it was shown. */
function watching() {
  const shown: { data: Uint8ClampedArray }[] = []
  const keep = async (picture: { data: Uint8ClampedArray }) => {
    expect(picture.data.some((value) => value !== 0)).toBe(true)
    shown.push(picture)
    return { characters: [], confidence: 0 }
  }
  const recogniser: Recogniser = { readDate: keep, readDigits: keep, close: async () => {} }
  return { shown, recogniser }
}

test('frames and every cutting of them are overwritten when the reading ends', async () => {
  const frames: Picture[] = [...testCard('front', 68_300, 'IPAGothic', 720).frames(3)]
  const { shown, recogniser } = watching()

  await readFrames(later(frames), { recogniser, now: photographed, signal: signal() })

  expect(shown.length).toBeGreaterThan(2)
  for (const { data } of [...frames, ...shown])
    expect(data.every((value) => value === 0)).toBe(true)
})

describe('a frame that cannot be read says why', () => {
  test.each([
    ['dark', { brightness: 0.09, glare: undefined }],
    ['blurred', { blur: 7 }],
  ] as const)('%s', async (outcome, change) => {
    const { shown, recogniser } = watching()
    const card = testCard('front', 68_400, 'IPAGothic', 720, (shot) => ({ ...shot, ...change }))

    const reading = await readFrames(later(card.frames(2)), {
      recogniser,
      now: photographed,
      signal: signal(),
    })

    expect(reading).toEqual({ outcome })
    expect(shown).toEqual([])
  })
})

test('two frames of different cards are not taken for one', async () => {
  const one = testCard('front', 68_500, 'Noto Sans CJK JP', 720)
  const other = testCard('front', 68_501, 'Noto Sans CJK JP', 720)
  const swapped = [...one.frames(2), ...other.frames(2)]

  const reading = await withRecognisers(([recogniser]) =>
    readFrames(later(swapped), { recogniser: recogniser!, now: photographed, signal: signal() }),
  )

  expect(reading).toEqual({ outcome: 'disagree' })
})

describe('the engines', () => {
  test('that are not hosted where the site says are an error of the site', async () => {
    const opening = openRecogniser({ data: `${trainedData()}/nowhere` }, signal())
    await expect(opening).rejects.toSatisfy(
      (error) => isOcrError(error) && error.code === 'parts-missing',
    )
  })

  test('are not waited for by a person who has left', async () => {
    const left = new AbortController()
    const opening = openRecogniser({ data: trainedData() }, left.signal)
    left.abort('the person left')
    await expect(opening).rejects.toBe('the person left')
  })
})
