import { expect, test } from 'vitest'
import { emptyGray, type Box, type Gray } from './picture'
import { parted } from './touching'

const HEIGHT = 36

/** White paper with black boxes, and a thin grey bridge wherever two of them are one patch. */
function inked(...boxes: readonly Box[]): Gray {
  const line = emptyGray(160, 56)
  line.data.fill(255)
  for (const { x, y, width, height } of boxes)
    for (let row = y; row < y + height; row++)
      line.data.fill(20, row * line.width + x, row * line.width + x + width)
  return line
}
const box = (x: number, width: number): Box => ({ x, y: 10, width, height: HEIGHT })

test('a kanji and a digit that touch are parted where the ink is faint', () => {
  const line = inked(box(10, 34), box(46, 16))
  for (let row = 20; row < 26; row++) line.data.fill(120, row * 160 + 44, row * 160 + 46)
  const [kanji, digit] = parted(line, [box(10, 52)], HEIGHT)
  expect(kanji).toMatchObject({ x: 10, width: 34 })
  expect(digit).toMatchObject({ x: 44, width: 18 })
})

test('more than two are parted again', () => {
  const line = inked(box(10, 34), box(46, 34), box(82, 34))
  expect(parted(line, [box(10, 106)], HEIGHT)).toHaveLength(3)
})

test('what has no gap in it stays whole: nothing is cut through', () => {
  expect(parted(inked(box(10, 60)), [box(10, 60)], HEIGHT)).toEqual([box(10, 60)])
})

test('one character stays whole, whatever is in it', () => {
  const line = inked(box(10, 8), box(30, 8))
  expect(parted(line, [box(10, 28)], HEIGHT)).toEqual([box(10, 28)])
})

test('a patch at the edge of the picture is no harm', () => {
  expect(() => parted(inked(), [{ x: -4, y: -3, width: 80, height: 90 }], HEIGHT)).not.toThrow()
})
