// Cuts the upright card into lines of text by the gaps between patches of ink. Nothing is read here.
import { emptyGray, type Box } from './picture'
import { patchesOf, type Ink, type Patch } from './ink'
import { DOTS_PER_MM } from './plane'

const mm = (value: number) => value * DOTS_PER_MM

/** Gaps up to this belong to one line: `年 1月` with a blank before the digit has about 2 mm. */
const WORD_GAP = mm(2.2)

/** Four narrow digits that a blur has run together are one patch of this width at most. */
const WIDEST = mm(6.2)

export interface TextLine extends Box {
  /** The patches that make it up, from left to right. */
  readonly patches: readonly Patch[]
}

/** Lines of print from top to bottom; photo, stripe and code squares are too big to be characters. */
export function linesOf(ink: Ink): TextLine[] {
  const characters = patchesOf(ink).filter(
    ({ width, height, area }) =>
      area >= 14 && height <= mm(4.6) && width <= WIDEST && height >= mm(0.35) && width >= mm(0.12),
  )
  const bridged = emptyGray(ink.width, ink.height)
  for (const box of characters) bridge(bridged, box)
  return patchesOf(bridged)
    .filter(({ width, height }) => height >= mm(1) && height <= mm(5.5) && width >= mm(2.5))
    .map((line) => tight(line, characters))
    .filter(({ patches }) => patches.length > 0)
    .toSorted((a, b) => a.y - b.y || a.x - b.x)
}

/** Fills a character's box and half a gap to both sides, so that neighbours touch. */
function bridge(map: Ink, { x, y, width, height }: Patch) {
  const reach = Math.ceil(WORD_GAP / 2)
  // a low or thin patch (一, a comma) is part of a line of the usual height
  const from = Math.max(0, x - reach)
  const to = Math.min(map.width, x + width + reach)
  const trim = Math.floor(height * 0.15) // lines set close together must not touch
  for (let row = y + trim; row < y + height - trim; row++)
    map.data.fill(1, row * map.width + from, row * map.width + to)
}

/** The line's box without the bridges. */
function tight(line: Box, characters: readonly Patch[]): TextLine {
  const patches = characters
    .filter((box) => {
      const [cx, cy] = [box.x + box.width / 2, box.y + box.height / 2]
      return cx >= line.x && cx < line.x + line.width && cy >= line.y && cy < line.y + line.height
    })
    .toSorted((a, b) => a.x - b.x)
  const x = Math.min(...patches.map((box) => box.x))
  const y = Math.min(...patches.map((box) => box.y))
  return {
    x,
    y,
    width: Math.max(...patches.map((box) => box.x + box.width)) - x,
    height: Math.max(...patches.map((box) => box.y + box.height)) - y,
    patches,
  }
}
