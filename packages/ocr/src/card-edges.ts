// Finds the card's four sides near the guide frame. A side is a long straight step between table and
// card that goes the same way along its whole length; text steps up and down again and cancels out.
import { guideFrame } from './guide'
import { shrink, type Box, type Gray } from './picture'
import { CARD_SHAPE, type Point, type Quad } from './plane'

/** Width to which a picture is reduced for the search. */
const SEARCH_WIDTH = 420
/** Slopes tried for each side, as rise over run: the ±4° of a hand, perspective, and some more. */
const SLOPES = Array.from({ length: 29 }, (_, step) => (step - 14) * 0.011)
/** Best lines kept for each side. */
const CANDIDATES = 6
/** How far from the guide a side may lie, as a share of the guide's size in that direction. */
const REACH = 0.24
/** Grey levels that a side must step by, on average along its length, in the reduced picture. */
const LEAST_STEP = 4

/** `at` is the place on the axis across, at the guide's middle; `slope` its change along. */
interface Line {
  readonly at: number
  readonly slope: number
  /** Mean step from outside to inside; its sign says which is brighter. */
  readonly step: number
}

/** Corners of the card in the picture, or `undefined` when no four sides fit one. */
export function findCard(gray: Gray, guideShare?: number): Quad | undefined {
  const factor = Math.max(1, Math.round(gray.width / SEARCH_WIDTH))
  const small = shrink(gray, factor)
  const guide = guideFrame(small.width, small.height, guideShare)
  const middle = { x: small.width / 2, y: small.height / 2 }
  const across = { half: guide.width * 0.32, reach: guide.height * REACH }
  const down = { half: guide.height * 0.3, reach: guide.width * REACH }
  const steps = { x: stepsOf(small, 1), y: stepsOf(small, small.width) }
  const onY = (side: number, sign: 1 | -1) => sides(small, steps.y, 'y', middle, side, across, sign)
  const onX = (side: number, sign: 1 | -1) => sides(small, steps.x, 'x', middle, side, down, sign)
  const top = onY(guide.y, 1)
  const bottom = onY(guide.y + guide.height, -1)
  const left = onX(guide.x, 1)
  const right = onX(guide.x + guide.width, -1)

  let best: { score: number; corners: Quad } | undefined
  for (const t of top)
    for (const b of bottom)
      for (const l of left)
        for (const r of right) {
          if (Math.sign(t.step) !== Math.sign(b.step) || Math.sign(l.step) !== Math.sign(r.step))
            continue
          const corners: Quad = [
            crossing(t, l, middle),
            crossing(t, r, middle),
            crossing(b, r, middle),
            crossing(b, l, middle),
          ]
          const score = fit(corners) * strength([t, b, l, r]) * size(corners, guide) ** 1.5
          if (score > (best?.score ?? 0)) best = { score, corners }
        }
  if (best === undefined) return undefined
  // a pixel of the reduced picture covers `factor` of the full one, and its middle is half of that in
  return best.corners.map(({ x, y }) => ({
    x: (x + 0.5) * factor,
    y: (y + 0.5) * factor,
  })) as unknown as Quad
}

/** Brightness two pixels on minus two pixels back, averaged a little against grain. */
function stepsOf({ width, height, data }: Gray, stride: number): Int16Array {
  const steps = new Int16Array(width * height)
  for (let y = 2; y < height - 2; y++)
    for (let x = 2; x < width - 2; x++) {
      const at = y * width + x
      steps[at] =
        data[at + stride]! + data[at + 2 * stride]! - data[at - stride]! - data[at - 2 * stride]!
    }
  return steps
}

function sides(
  { width, height }: Gray,
  steps: Int16Array,
  axis: 'x' | 'y',
  middle: Point,
  expected: number,
  { half, reach }: { half: number; reach: number },
  inward: 1 | -1,
): Line[] {
  const [along, size] = axis === 'y' ? [middle.x, height] : [middle.y, width]
  const from = Math.max(2, Math.floor(expected - reach))
  const to = Math.min(size - 3, Math.ceil(expected + reach))
  const found: Line[] = []
  for (const slope of SLOPES) {
    for (let at = from; at <= to; at++) {
      let sum = 0
      let count = 0
      for (let offset = -half; offset <= half; offset += 2) {
        const a = Math.round(along + offset)
        const b = Math.round(at + slope * offset)
        if (b < 2 || b >= size - 2) continue
        sum += steps[axis === 'y' ? b * width + a : a * width + b]!
        count++
      }
      if (count < half * 0.8) continue
      const step = (sum / count / 2) * inward
      if (Math.abs(step) >= LEAST_STEP) found.push({ at, slope, step })
    }
  }
  found.sort((a, b) => Math.abs(b.step) - Math.abs(a.step))
  const kept: Line[] = []
  for (const line of found) {
    if (kept.length === CANDIDATES) break
    if (kept.every((other) => apart(other, line, half))) kept.push(line)
  }
  return kept
}

/** Lines that touch or cross are the same edge seen askew; only the strongest of them counts. */
function apart(a: Line, b: Line, half: number): boolean {
  const first = a.at - b.at - (a.slope - b.slope) * half
  const last = a.at - b.at + (a.slope - b.slope) * half
  return Math.sign(first) === Math.sign(last) && Math.min(Math.abs(first), Math.abs(last)) > 4
}

/** Where a line across (top, bottom) meets one down (left, right). */
function crossing(across: Line, down: Line, middle: Point): Point {
  // y = at + slope (x - mx), x = at' + slope' (y - my)
  const y =
    (across.at + across.slope * (down.at - down.slope * middle.y - middle.x)) /
    (1 - across.slope * down.slope)
  return { x: down.at + down.slope * (y - middle.y), y }
}

/** 1 for the shape of a card, falling to 0 for others. */
function fit([p0, p1, p2, p3]: Quad): number {
  const length = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y)
  const top = length(p0, p1)
  const bottom = length(p3, p2)
  const left = length(p0, p3)
  const right = length(p1, p2)
  const shape = (top + bottom) / (left + right) / CARD_SHAPE
  const even = Math.min(top / bottom, bottom / top) * Math.min(left / right, right / left)
  const off = Math.abs(Math.log(shape)) / 0.15
  return Math.max(0, 1 - off ** 4) * even
}

/** Height and width as shares of the guide's: a card also has straight things printed inside it. */
const size = ([p0, p1, p2, p3]: Quad, guide: Box): number =>
  ((p1.x - p0.x + p2.x - p3.x) / 2 / guide.width) * ((p3.y - p0.y + p2.y - p1.y) / 2 / guide.height)

/** The weakest side counts most: three sides and a guess are no card. */
const strength = (lines: readonly Line[]) =>
  lines.reduce((product, { step }) => product * Math.min(Math.abs(step), 40), 1) ** 0.25
