// Each sign of the back by itself: on a real card any of the others may be hidden.
import { expect, test } from 'vitest'
import { inkOf } from './ink'
import { linesOf } from './lines'
import { emptyGray, type Gray } from './picture'
import { DOTS_PER_MM, UPRIGHT } from './plane'
import { sideOf } from './side'

const PAPER = 232

/** Draws on bare paper, in millimetres. */
function card(
  draw: (fill: (x: number, y: number, w: number, h: number, level: number) => void) => void,
) {
  const gray: Gray = emptyGray(UPRIGHT.width, UPRIGHT.height)
  gray.data.fill(PAPER)
  draw((x, y, w, h, level) => {
    const [left, right] = [x, x + w].map((mm) => Math.round(mm * DOTS_PER_MM))
    for (let row = Math.round(y * DOTS_PER_MM); row < Math.round((y + h) * DOTS_PER_MM); row++)
      gray.data.fill(level, row * gray.width + left!, row * gray.width + right!)
  })
  const ink = inkOf(gray)
  return sideOf(gray, ink, linesOf(ink))
}

type Fill = (x: number, y: number, w: number, h: number, level: number) => void

const photo = (fill: Fill) => {
  fill(5, 18, 20, 27, 190)
  fill(9, 21, 12, 8, 50)
  fill(7, 36, 16, 9, 60)
}

/** Squares of half a millimetre, dark and light by a rule without pattern. */
const codeSquare = (fill: Fill) => {
  let state = 7
  for (let row = 0; row < 25; row++)
    for (let column = 0; column < 25; column++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      if (state > 2 ** 31) fill(62 + column * 0.5, 24 + row * 0.5, 0.5, 0.5, 20)
    }
}

/** Bars in the shape of digits: three groups of four. */
const number = (gap: number) => (fill: Fill) => {
  for (let digit = 0; digit < 12; digit++) {
    const x = 30 + digit * 2.1 + Math.floor(digit / 4) * gap
    fill(x, 10, 0.5, 2.9, 20)
    fill(x, 10, 1.6, 0.5, 20)
    fill(x, 12.4, 1.6, 0.5, 20)
  }
}

test('a face photo on the left and nothing of the back is a front', () => {
  expect(card(photo)).toMatchObject({ is: 'front' })
})

test('bare paper is another document', () => {
  expect(card(() => {})).toEqual({ is: 'other' })
})

test('a code square is the back, photo or not', () => {
  expect(card(codeSquare)).toEqual({ is: 'back', because: 'code-square' })
  const both = card((fill) => {
    photo(fill)
    codeSquare(fill)
  })
  expect(both).toEqual({ is: 'back', because: 'code-square' })
})

test('a stripe from edge to edge is the back', () => {
  expect(card((fill) => fill(0, 43, 85.5, 8, 30))).toEqual({ is: 'back', because: 'stripe' })
})

test.each([0.8, 1.5, 3.4])('twelve digits in fours, %s mm apart, are the back', (gap) => {
  const thumbAndNumber = card((fill) => {
    photo(fill)
    number(gap)(fill)
  })
  expect(thumbAndNumber).toEqual({ is: 'back', because: 'long-number' })
})

test('light from one side changes nothing', () => {
  const shaded = card((fill) => {
    for (let x = 0; x < 85; x++) fill(x, 0, 1, 53.9, 110 + x)
    photo(fill)
  })
  expect(shaded).toMatchObject({ is: 'front' })
})
