import type { Gray } from './picture'
import { DOTS_PER_MM } from './plane'

/**
 * Millimetres over which the steepest edges of an upright card spread from paper to ink: small when
 * sharp. A share of the contrast, so that light does not matter.
 */
export function edgeWidth({ width, height, data }: Gray): number {
  const STEP = 4
  const slopes = new Uint32Array(256)
  const levels = new Uint32Array(256)
  let count = 0
  for (let y = 2; y < height - 2; y += 2)
    for (let x = STEP; x < width - STEP; x++) {
      const at = y * width + x
      // over four pixels, which keeps grain from looking like an edge
      const before = data[at - STEP]! + data[at - 3]! + data[at - 2]! + data[at - 1]!
      const after = data[at + 1]! + data[at + 2]! + data[at + 3]! + data[at + STEP]!
      slopes[Math.min(255, Math.abs(after - before) >> 2)]!++
      levels[data[at]!]!++
      count++
    }
  const steep = share(slopes, count, 0.995)
  const contrast = share(levels, count, 0.9) - share(levels, count, 0.02)
  return (Math.max(1, contrast) / Math.max(1, steep)) * ((STEP + 1) / DOTS_PER_MM)
}

/** The value that the given share of all counts stays below. */
function share(histogram: Uint32Array, count: number, part: number): number {
  let sum = 0
  for (let value = 0; value < histogram.length; value++) {
    sum += histogram[value]!
    if (sum >= count * part) return value
  }
  return histogram.length - 1
}
