// Which side of which card this is, by layout alone: no character is recognised to find out. The back
// carries the 12-digit number, so it must be known before anything is read; whatever is not surely a
// front is not read at all.
import { around } from './digit-groups'
import type { Ink } from './ink'
import type { TextLine } from './lines'
import { hasLongNumber } from './long-number'
import { paperLevel } from './paper'
import { emptyGray, shrink, summedArea, type Box, type Gray } from './picture'
import { patchesOf } from './ink'
import { DOTS_PER_MM } from './plane'

export type Side =
  | { readonly is: 'front'; readonly photo: Box }
  | { readonly is: 'back'; readonly because: 'code-square' | 'stripe' | 'long-number' }
  | { readonly is: 'other' }

/** Cells of half a millimetre: fine enough for a photo and a stripe. */
const CELL = DOTS_PER_MM / 2
const cells = (mm: number) => mm * 2

export function sideOf(card: Gray, ink: Ink, lines: readonly TextLine[]): Side {
  const small = shrink(card, CELL)
  const shade = shadeOf(small)
  if (hasCodeSquare(ink)) return { is: 'back', because: 'code-square' }
  if (hasStripe(shade)) return { is: 'back', because: 'stripe' }
  if (hasLongNumber(lines)) return { is: 'back', because: 'long-number' }
  const photo = photoIn(shade)
  return photo ? { is: 'front', photo } : { is: 'other' }
}

/** Brightness as a share of the paper's at that place: 100 is paper, whatever the light does. */
function shadeOf(small: Gray): Gray {
  const paper = paperLevel(small)
  const shade = emptyGray(small.width, small.height)
  for (let y = 0; y < small.height; y++)
    for (let x = 0; x < small.width; x++) {
      const at = y * small.width + x
      shade.data[at] = Math.min(200, (small.data[at]! * 100) / Math.max(1, paper(x, y)))
    }
  return shade
}

/** Side of the square that is looked at, in millimetres: smaller than any code square printed. */
const SQUARE = 8.5

/**
 * A square in which nearly every row and column changes between light and dark many times, and about
 * half is dark. Text has quiet rows between its lines, a photo has quiet areas.
 */
function hasCodeSquare(ink: Ink): boolean {
  const size = Math.round(SQUARE * DOTS_PER_MM)
  const step = Math.round(1.5 * DOTS_PER_MM)
  const dark = summedArea(ink)
  for (let y = 0; y + size <= ink.height; y += step)
    for (let x = 0; x + size <= ink.width; x += step) {
      const share = dark({ x, y, width: size, height: size }) / (size * size)
      if (share < 0.3 || share > 0.7) continue
      if (busy(ink, x, y, size, 1) && busy(ink, y, x, size, ink.width)) return true
    }
  return false
}

const LEAST_CHANGES = 4
const BUSY_SHARE = 0.88

/** `along` is 1 for rows and the row length for columns; then x and y change their parts. */
function busy(ink: Ink, start: number, across: number, size: number, along: number): boolean {
  const other = along === 1 ? ink.width : 1
  let busyLines = 0
  let all = 0
  for (let line = across; line < across + size; line += 4) {
    let changes = 0
    let before = ink.data[line * other + start * along]
    for (let at = start + 2; at < start + size; at += 2) {
      const now = ink.data[line * other + at * along]
      if (now !== before) changes++
      before = now
    }
    all++
    if (changes >= LEAST_CHANGES) busyLines++
  }
  return busyLines >= all * BUSY_SHARE
}

/** Four millimetres of rows that are dark nearly from edge to edge. */
function hasStripe(shade: Gray): boolean {
  let run = 0
  for (let y = 0; y < shade.height; y++) {
    let dark = 0
    for (let x = 0; x < shade.width; x++) if (shade.data[y * shade.width + x]! < 60) dark++
    run = dark >= shade.width * 0.8 ? run + 1 : 0
    if (run >= cells(4)) return true
  }
  return false
}

/** The dark of a face photo: big patches above each other on the left, below the first lines. */
function photoIn(shade: Gray): Box | undefined {
  const reach = cells(1)
  const sum = summedArea(shade)
  const dark = emptyGray(shade.width, shade.height)
  const right = Math.round(shade.width * 0.4)
  for (let y = cells(12); y < shade.height - reach; y++)
    for (let x = reach; x < right; x++) {
      const box = { x: x - reach, y: y - reach, width: 2 * reach + 1, height: 2 * reach + 1 }
      if (sum(box) / (box.width * box.height) < 72) dark.data[y * shade.width + x] = 1
    }
  // hair and clothes are often two patches with a bright face between them
  const parts = patchesOf(dark).filter(({ area }) => area >= 4 * 12)
  if (parts.length === 0) return undefined
  const photo = around(parts)
  const area = parts.reduce((sum, part) => sum + part.area, 0)
  const fits = photo.width >= cells(9) && photo.width <= cells(28) && photo.height >= cells(16)
  if (!fits || area < 4 * 80) return undefined
  return {
    x: photo.x * CELL,
    y: photo.y * CELL,
    width: photo.width * CELL,
    height: photo.height * CELL,
  }
}
