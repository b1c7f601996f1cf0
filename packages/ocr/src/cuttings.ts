// Small pictures of print, cut out of the upright card for the engines.
import { emptyGray, type Box, type Gray } from './picture'

/** Paper around what is cut out, as the engines like it. */
export const MARGIN = 10

/** A part of the card with some paper around it, its paper white and its ink black. */
export function cut(card: Gray, box: Box): Gray {
  const part = copy(card, box, MARGIN)
  const levels = part.data.toSorted()
  const ink = levels[Math.floor(levels.length * 0.03)]!
  const paper = Math.max(levels[Math.floor(levels.length * 0.75)]!, ink + 1)
  for (let at = 0; at < part.data.length; at++)
    part.data[at] = ((part.data[at]! - ink) / (paper - ink)) * 255
  return part
}

/** The pixels of a box and a margin around it, as far as the picture goes. */
function reach({ width, height }: Gray, box: Box, margin: number) {
  const left = Math.max(0, Math.floor(box.x - margin))
  const top = Math.max(0, Math.floor(box.y - margin))
  const right = Math.min(width, Math.ceil(box.x + box.width + margin))
  const bottom = Math.min(height, Math.ceil(box.y + box.height + margin))
  return { left, top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) }
}

function copy(from: Gray, box: Box, margin: number): Gray {
  const { left, top, width, height } = reach(from, box, margin)
  const part = emptyGray(width, height)
  for (let y = 0; y < height; y++) part.data.set(pixels(from, left, top + y, width), y * width)
  return part
}

const pixels = ({ width, data }: Gray, x: number, y: number, count: number) =>
  data.subarray(y * width + x, y * width + x + count)

/** Gap between two digits as a share of the one between two numbers. */
const WITHIN = 0.2

/**
 * Digits of a cut line side by side without what was between them, evenly spaced in each group: wide
 * figures stand so far apart that an engine takes the gaps for blanks.
 */
export function inARow(line: Gray, groups: readonly (readonly Box[])[], gap: number): Gray {
  const boxes = groups.flat()
  const within = Math.round(gap * WITHIN)
  const parts = boxes.map((box) => reach(line, box, 1))
  const top = Math.min(...boxes.map(({ y }) => y))
  const height = Math.max(...boxes.map((box) => box.y + box.height)) - top
  const inked = parts.reduce((sum, part) => sum + part.width, 0)
  const width = inked + boxes.length * within + groups.length * gap
  const row = emptyGray(width + 2 * MARGIN, height + 2 + 2 * MARGIN)
  row.data.fill(255)
  let x = MARGIN
  let at = 0
  for (const group of groups) {
    for (const box of group) {
      // straight from the line, so that no copy of a digit is left to be wiped
      const part = parts[at++]!
      const down = Math.max(0, Math.floor(box.y) - Math.floor(top)) + MARGIN
      for (let y = 0; y < part.height && y + down < row.height; y++)
        row.data.set(pixels(line, part.left, part.top + y, part.width), (y + down) * row.width + x)
      x += part.width + within
    }
    x += gap
  }
  return row
}

/** The same picture set wider or narrower: an engine that errs on one may not on the other. */
export function widened({ width, height, data }: Gray, times: number): Gray {
  const other = emptyGray(Math.max(3, Math.round(width * times)), height)
  for (let x = 0; x < other.width; x++) {
    const from = Math.min(Math.max((x + 0.5) / times - 0.5, 0), width - 1.001)
    const left = Math.floor(from)
    const share = from - left
    for (let y = 0; y < height; y++) {
      const at = y * width + left
      other.data[y * other.width + x] = data[at]! * (1 - share) + data[at + 1]! * share
    }
  }
  return other
}
