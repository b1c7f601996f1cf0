// A flat card seen at an angle: the projective map between its corners and those of an upright card.
import { emptyGray, type Gray } from './picture'

export interface Point {
  readonly x: number
  readonly y: number
}

/** Corners clockwise from the top left. */
export type Quad = readonly [Point, Point, Point, Point]

/** Width by height of ID-1 (ISO/IEC 7810): 85.60 mm × 53.98 mm. */
export const CARD_SHAPE = 85.6 / 53.98

/** Pixels a millimetre of the upright card; a printed digit is then about 30 pixels high. */
export const DOTS_PER_MM = 14
export const UPRIGHT = {
  width: Math.round(85.6 * DOTS_PER_MM),
  height: Math.round(53.98 * DOTS_PER_MM),
} as const

/** The card as if it were scanned: perspective and rotation taken out. */
export function upright(gray: Gray, corners: Quad): Gray {
  const map = fromUnitSquare(corners)
  const card = emptyGray(UPRIGHT.width, UPRIGHT.height)
  const { width, height, data } = gray
  for (let y = 0; y < card.height; y++)
    for (let x = 0; x < card.width; x++) {
      const place = map((x + 0.5) / card.width, (y + 0.5) / card.height)
      const px = Math.min(Math.max(place.x - 0.5, 0), width - 1.001)
      const py = Math.min(Math.max(place.y - 0.5, 0), height - 1.001)
      const left = Math.floor(px)
      const top = Math.floor(py)
      const fx = px - left
      const fy = py - top
      const at = top * width + left
      const upper = data[at]! * (1 - fx) + data[at + 1]! * fx
      const lower = data[at + width]! * (1 - fx) + data[at + width + 1]! * fx
      card.data[y * card.width + x] = upper * (1 - fy) + lower * fy
    }
  return card
}

/** Takes (0,0)–(1,1) to a quadrilateral (Heckbert 1989, §2.2.3: the closed form). */
export function fromUnitSquare([p0, p1, p2, p3]: Quad): (u: number, v: number) => Point {
  const dx1 = p1.x - p2.x
  const dx2 = p3.x - p2.x
  const dx3 = p0.x - p1.x + p2.x - p3.x
  const dy1 = p1.y - p2.y
  const dy2 = p3.y - p2.y
  const dy3 = p0.y - p1.y + p2.y - p3.y
  const area = dx1 * dy2 - dx2 * dy1
  const g = (dx3 * dy2 - dx2 * dy3) / area
  const h = (dx1 * dy3 - dx3 * dy1) / area
  const a = p1.x - p0.x + g * p1.x
  const b = p3.x - p0.x + h * p3.x
  const d = p1.y - p0.y + g * p1.y
  const e = p3.y - p0.y + h * p3.y
  return (u, v) => {
    const w = g * u + h * v + 1
    return { x: (a * u + b * v + p0.x) / w, y: (d * u + e * v + p0.y) / w }
  }
}

/** Draws the corners outward (`share` > 1) or inward around their middle. */
export function scaled(corners: Quad, share: number): Quad {
  const middle = {
    x: corners.reduce((sum, { x }) => sum + x, 0) / 4,
    y: corners.reduce((sum, { y }) => sum + y, 0) / 4,
  }
  return corners.map(({ x, y }) => ({
    x: middle.x + (x - middle.x) * share,
    y: middle.y + (y - middle.y) * share,
  })) as unknown as Quad
}
