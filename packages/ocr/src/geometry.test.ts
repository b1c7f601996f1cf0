import { describe, expect, test } from 'vitest'
import { placesOf } from './digit-places'
import { foursIn } from './digit-groups'
import { guideFrame } from './guide'
import { CARD_SHAPE, fromUnitSquare, type Quad } from './plane'

test('the guide has the shape of a card and lies inside the picture, upright or across', () => {
  for (const [width, height] of [
    [1280, 720],
    [640, 480],
    [720, 1280],
  ] as const) {
    const guide = guideFrame(width, height)
    expect(guide.width / guide.height).toBeCloseTo(CARD_SHAPE)
    expect(guide.x + guide.width / 2).toBeCloseTo(width / 2)
    expect(guide.y + guide.height / 2).toBeCloseTo(height / 2)
    expect(Math.min(guide.x, guide.y)).toBeGreaterThan(0)
  }
})

test('the projective map takes corners to corners, and straight lines stay straight', () => {
  const corners: Quad = [
    { x: 10, y: 12 },
    { x: 205, y: 3 },
    { x: 220, y: 140 },
    { x: 4, y: 120 },
  ]
  const map = fromUnitSquare(corners)
  for (const [at, [u, v]] of (
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ] as const
  ).entries()) {
    expect(map(u, v).x).toBeCloseTo(corners[at]!.x)
    expect(map(u, v).y).toBeCloseTo(corners[at]!.y)
  }
  const [a, b, c] = [map(0, 0.3), map(0.5, 0.3), map(1, 0.3)]
  expect((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)).toBeCloseTo(0)
})

const patch = (x: number, width: number, height = 30, y = 0) => ({
  x,
  y,
  width,
  height,
  area: width * height * 0.4,
})

describe('four digits that stand alone', () => {
  const four = [patch(0, 15), patch(20, 15), patch(40, 15), patch(60, 15)]
  const line = (...patches: ReturnType<typeof patch>[]) => ({
    x: 0,
    y: 0,
    width: 600,
    height: 34,
    patches,
  })

  test('are found', () => {
    expect(foursIn(line(...four))).toEqual([{ x: 0, y: 0, width: 75, height: 30 }])
  })

  test('are found beside a label of smaller print', () => {
    expect(foursIn(line(...four, patch(90, 18, 18, 12)))).toHaveLength(1)
  })

  test('are a year when a kanji follows', () => {
    expect(foursIn(line(...four, patch(82, 32, 34)))).toEqual([])
  })

  test('are not part of a longer number', () => {
    expect(foursIn(line(...four, patch(80, 15), patch(100, 15)))).toEqual([])
  })
})

describe('characters laid over patches', () => {
  const character = (text: string, x: number, width: number) => ({
    text,
    box: { x, y: 0, width, height: 34 },
  })

  test('rough boxes find their ink, and a kanji may be two patches', () => {
    // 和 falls into two patches; the engine's box of the 7 is far too wide
    const characters = [character('和', 0, 40), character('2', 38, 20), character('7', 44, 160)]
    const patches = [patch(0, 14, 34), patch(16, 17, 34), patch(42, 15), patch(62, 15)]
    expect(placesOf(characters, patches, 34)?.boxes.map(({ x, width }) => [x, width])).toEqual([
      [0, 33],
      [42, 15],
      [62, 15],
    ])
  })

  test('digits that touch share their place', () => {
    const characters = [character('2', 0, 15), character('7', 15, 15), character('年', 34, 30)]
    const patches = [patch(0, 31), patch(36, 30, 34)]
    expect(placesOf(characters, patches, 34)?.boxes.map(({ x }) => x)).toEqual([0, 0, 36])
  })

  test('a digit that was left out is found, and 日 does not take its place', () => {
    // 月10日生, read as 月1日生; the engine's box of 日 begins in the middle of the 0
    const characters = [
      character('月', 12, 15),
      character('1', 38, 31),
      character('日', 78, 24),
      character('生', 122, 17),
    ]
    const [month, one, zero, day, born] = [
      patch(2, 26, 34),
      patch(40, 8),
      patch(54, 17),
      patch(77, 26, 34),
      patch(112, 31, 34),
    ]
    const places = placesOf(characters, [month!, one!, zero!, day!, born!], 34)!
    const [first, digit, second, third] = places.boxes.map(({ x }) => x)
    expect([first, second, third]).toEqual([2, 77, 112])
    // which of the two the engine meant does not matter: both are cut out
    expect(new Set([digit, ...places.leftOut.map(({ box }) => box.x)])).toEqual(new Set([40, 54]))
    expect(places.leftOut.every(({ after }) => after === 1 || after === 2)).toBe(true)
  })

  test('a speck is no digit that was left out', () => {
    const characters = [character('1', 3, 8), character('日', 42, 25), character('生', 74, 31)]
    const patches = [patch(3, 8), patch(20, 5, 6), patch(42, 25, 34), patch(74, 31, 34)]
    expect(placesOf(characters, patches, 34)?.leftOut).toEqual([])
  })

  test('more characters than the ink can hold fit nowhere', () => {
    const characters = [character('年', 0, 30), character('月', 30, 30)]
    expect(placesOf(characters, [patch(0, 30, 34)], 34)).toBeUndefined()
  })
})
