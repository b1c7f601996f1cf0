import type { Gray } from './picture'

type Level = (x: number, y: number) => number

/** Side of the tiles whose brightest part is taken for paper. */
const TILE = 12

/**
 * How bright bare paper is at each place: a smooth surface through the bright parts. What is far off
 * it is left out again and again, so that a photo, a stripe or a glare does not bend it.
 */
export function paperLevel(gray: Gray): Level {
  const all = brightPoints(gray)
  const middle = all.map(({ value }) => value).toSorted((a, b) => a - b)[all.length >> 1]!
  // glare is no paper either
  let points = all.filter(({ value }) => value < middle * 1.35)
  let surface: number[] = []
  const shape = (x: number, y: number) => {
    const u = x / gray.width - 0.5
    const v = y / gray.height - 0.5
    return [1, u, v, u * v, u * u, v * v]
  }
  const level: Level = (x, y) =>
    shape(x, y).reduce((sum, term, index) => sum + term * surface[index]!, 0)
  for (let round = 0; round < 5; round++) {
    surface = leastSquares(points.map(({ x, y, value }) => [...shape(x, y), value]))
    const kept = all.filter(({ x, y, value }) => {
      const share = value / level(x, y)
      return share > 0.9 && share < 1.15
    })
    if (kept.length < 20) break
    points = kept
  }
  return level
}

function brightPoints({ width, height, data }: Gray) {
  const points: { x: number; y: number; value: number }[] = []
  for (let top = 0; top + TILE <= height; top += TILE)
    for (let left = 0; left + TILE <= width; left += TILE) {
      const tile: number[] = []
      for (let y = top; y < top + TILE; y++)
        for (let x = left; x < left + TILE; x++) tile.push(data[y * width + x]!)
      tile.sort((a, b) => a - b)
      points.push({
        x: left + TILE / 2,
        y: top + TILE / 2,
        value: tile[Math.floor(tile.length * 0.8)]!,
      })
    }
  return points
}

/** Normal equations; each row holds the terms and, last, the value they should add up to. */
function leastSquares(rows: readonly (readonly number[])[]): number[] {
  const size = rows[0]!.length - 1
  const normal = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size + 1 }, (_, j) =>
      rows.reduce((sum, row) => sum + row[i]! * row[j]!, i === j ? 1e-9 : 0),
    ),
  )
  for (let column = 0; column < size; column++) {
    const pivot = normal[column]!
    for (const row of normal) {
      if (row === pivot) continue
      const times = row[column]! / pivot[column]!
      for (let at = column; at <= size; at++) row[at]! -= times * pivot[at]!
    }
  }
  return normal.map((row, at) => row[size]! / row[at]!)
}
