// Light flattened: what is ink and what is paper, each place judged by its own neighbourhood.
import { emptyGray, summedArea, type Box, type Gray } from './picture'

/** 1 where there is ink. */
export type Ink = Gray

/** Side of the neighbourhood: some characters wide, so that a mean over it is mostly paper. */
const NEIGHBOURHOOD = 61
/** Ink is darker than this share of its neighbourhood's mean (Bradley and Roth 2007). */
const INK_SHARE = 0.86

export function inkOf(gray: Gray): Ink {
  const { width, height, data } = gray
  const ink = emptyGray(width, height)
  const sum = summedArea(gray)
  const half = NEIGHBOURHOOD >> 1
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const box = around(x, y, half, width, height)
      const mean = sum(box) / (box.width * box.height)
      ink.data[y * width + x] = data[y * width + x]! < mean * INK_SHARE ? 1 : 0
    }
  return ink
}

function around(x: number, y: number, half: number, width: number, height: number): Box {
  const left = Math.max(0, x - half)
  const top = Math.max(0, y - half)
  return {
    x: left,
    y: top,
    width: Math.min(width, x + half + 1) - left,
    height: Math.min(height, y + half + 1) - top,
  }
}

/** A patch of touching ink. */
export interface Patch extends Box {
  /** Pixels of ink in it. */
  readonly area: number
}

/** All patches of 8-connected ink, by filling from each place not yet seen. */
export function patchesOf(ink: Ink): Patch[] {
  const { width, height } = ink
  const left = ink.data.slice()
  const stack: number[] = []
  const patches: Patch[] = []
  for (let start = 0; start < left.length; start++) {
    if (left[start] === 0) continue
    left[start] = 0
    stack.push(start)
    let [minX, maxX, minY, maxY, area] = [width, 0, height, 0, 0]
    while (stack.length > 0) {
      const at = stack.pop()!
      const x = at % width
      const y = (at - x) / width
      area++
      minX = Math.min(minX, x)
      maxX = Math.max(maxX, x)
      minY = Math.min(minY, y)
      maxY = Math.max(maxY, y)
      for (let dy = -1; dy <= 1; dy++)
        for (let dx = -1; dx <= 1; dx++) {
          const [nx, ny] = [x + dx, y + dy]
          if (nx < 0 || ny < 0 || nx >= width || ny >= height) continue
          const next = ny * width + nx
          if (left[next] === 0) continue
          left[next] = 0
          stack.push(next)
        }
    }
    patches.push({ x: minX, y: minY, width: maxX - minX + 1, height: maxY - minY + 1, area })
  }
  return patches
}
