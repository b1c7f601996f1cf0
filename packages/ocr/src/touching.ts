// Print that runs together: a kanji and a digit that touch are one patch, and a digit that is cut out with
// half a kanji is read as another one.
import type { Box, Gray } from './picture'

/** A patch wider than this share of its line's height holds more than one character. */
const ONE_CHARACTER = 1.3
/** No character is narrower than this share, a 1 that stands free aside. */
const NARROWEST = 0.3
/** A gap is where a column has less ink than this share of the darkest column's. */
const FAINT = 0.45

/** The patches, those that hold more than one character parted where they touch. */
export function parted(line: Gray, patches: readonly Box[], height: number): Box[] {
  return patches.flatMap((patch) => part(line, patch, height))
}

function part(line: Gray, patch: Box, height: number): Box[] {
  if (patch.width <= height * ONE_CHARACTER) return [patch]
  const at = faintest(line, patch, Math.ceil(height * NARROWEST))
  if (at === undefined) return [patch]
  return [
    ...part(line, { ...patch, width: at }, height),
    ...part(line, { ...patch, x: patch.x + at, width: patch.width - at }, height),
  ]
}

/** The column with the least ink, counted from the patch's left, if it is faint enough for a gap. */
function faintest(line: Gray, patch: Box, margin: number): number | undefined {
  const ink = Array.from({ length: Math.floor(patch.width) }, (_, at) => inkIn(line, patch, at))
  const inside = ink.slice(margin, ink.length - margin)
  if (inside.length === 0) return undefined
  const least = Math.min(...inside)
  return least < Math.max(...ink) * FAINT ? margin + inside.indexOf(least) : undefined
}

function inkIn({ width, height, data }: Gray, patch: Box, at: number): number {
  const x = Math.floor(patch.x) + at
  if (x < 0 || x >= width) return 0
  const [from, to] = [Math.max(0, Math.floor(patch.y)), Math.ceil(patch.y + patch.height)]
  let ink = 0
  for (let y = from; y < Math.min(to, height); y++) ink += 255 - data[y * width + x]!
  return ink
}
