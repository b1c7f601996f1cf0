// Groups of patches that have the shape of digits, found without reading them.
import type { Patch } from './ink'
import type { TextLine } from './lines'
import type { Box } from './picture'

/** As high as its line and narrower than high, as digits are and most kanji and kana are not. */
export const digitLike = ({ width, height }: Patch, lineHeight: number): boolean =>
  height >= lineHeight * 0.72 && width <= height * 0.95 && width >= height * 0.12

/**
 * Places where four digits stand alone. A year does not stand alone (年 follows), nor does a house
 * number; a small label beside it does not count as a neighbour.
 */
export function foursIn(line: TextLine): Box[] {
  const found: Box[] = []
  const { patches } = line
  for (let from = 0; from < patches.length; from++) {
    const height = patches[from]!.height
    for (let to = from + 1; to <= Math.min(patches.length, from + 4); to++) {
      const group = patches.slice(from, to)
      if (looksLikeFour(group, height) && standsAlone(group, patches, height))
        found.push(around(group))
    }
  }
  return found
}

/** Touching digits are one patch, so that four digits can be one to four patches. */
function looksLikeFour(group: readonly Patch[], height: number): boolean {
  const top = group[0]!.y
  const level = group.every(
    (patch) =>
      Math.abs(patch.height - height) <= height * 0.16 && Math.abs(patch.y - top) <= height * 0.16,
  )
  if (!level) return false
  const box = around(group)
  const ratio = box.width / box.height
  if (ratio < 1.7 || ratio > 5.8) return false
  const gaps = group.slice(1).map((patch, at) => patch.x - (group[at]!.x + group[at]!.width))
  if (Math.max(...gaps) > height * 0.95) return false
  return group.length === 4 ? group.every((patch) => digitLike(patch, height)) : ratio < 3.6
}

function standsAlone(group: readonly Patch[], patches: readonly Patch[], height: number): boolean {
  const box = around(group)
  const room = height * 0.75
  return !patches.some(
    (other) =>
      !group.includes(other) &&
      other.height >= height * 0.8 &&
      other.x + other.width > box.x - room &&
      other.x < box.x + box.width + room,
  )
}

export function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x))
  const y = Math.min(...boxes.map((box) => box.y))
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  }
}
