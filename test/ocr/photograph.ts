// A camera that does not exist: puts a flat drawing on a table, tilts it, lights it unevenly, and
// blurs and grains the picture. Its geometry is written apart from the reader's on purpose.
import type { Canvas } from '@napi-rs/canvas'
import { CARD } from './draw-card'
import { blurPlane, develop, type Frame, type Shot } from './lens'
import type { Dice } from './seed'

type Point = readonly [number, number]

/** A hand that holds a card into the guide frame, in an ordinary room. */
export function ordinaryShot(dice: Dice, width: number, height: number): Shot {
  const scale = height / 720
  return {
    width,
    height,
    fill: dice.between(0.86, 1.02),
    turn: dice.between(-4, 4),
    tilt: Array.from({ length: 8 }, () => dice.between(-0.018, 0.018)),
    centre: [dice.between(-0.025, 0.025), dice.between(-0.025, 0.025)],
    blur: dice.between(0.3, 1.1) * scale,
    shake: [dice.between(-1.2, 1.2) * scale, dice.between(-0.8, 0.8) * scale],
    noise: dice.between(1.5, 7),
    brightness: dice.between(0.55, 1.02),
    uneven: [dice.between(-0.28, 0.28), dice.between(-0.2, 0.2)],
    glare: dice.chance(0.35)
      ? {
          x: dice.between(0.1, 0.9),
          y: dice.between(0.05, 0.95),
          radius: dice.between(0.05, 0.13),
          strength: dice.between(40, 170),
        }
      : undefined,
    table: dice.pick([
      [92, 74, 58],
      [60, 62, 66],
      [140, 118, 92],
      [38, 52, 70],
      [112, 112, 108],
    ] as const),
    grain: dice.between(2, 9),
    noiseSeed: dice.whole(1, 1e9),
  }
}

/** The same card a moment later: the hand has moved a little. */
export function aMomentLater(shot: Shot, dice: Dice): Shot {
  const scale = shot.height / 720
  return {
    ...shot,
    turn: shot.turn + dice.between(-0.6, 0.6),
    tilt: shot.tilt.map((corner) => corner + dice.between(-0.003, 0.003)),
    centre: [
      shot.centre[0] + dice.between(-0.006, 0.006),
      shot.centre[1] + dice.between(-0.006, 0.006),
    ],
    blur: Math.max(0.2, shot.blur + dice.between(-0.2, 0.2) * scale),
    shake: [dice.between(-1.2, 1.2) * scale, dice.between(-0.8, 0.8) * scale],
    noiseSeed: dice.whole(1, 1e9),
  }
}

/** `undefined` photographs the table. */
export function photograph(card: Canvas | undefined, shot: Shot): Frame {
  const { width, height } = shot
  const plane = new Float32Array(width * height * 3)
  paintTable(plane, shot)
  if (card !== undefined) layCard(plane, card, shot)
  blurPlane(plane, shot)
  return develop(plane, shot)
}

/** Corners of the card in the frame, clockwise from the top left. */
export function cornersOf(shot: Shot): Point[] {
  const guide = Math.min(shot.width * 0.86, shot.height * 0.86 * (CARD.width / CARD.height))
  const w = guide * shot.fill
  const h = (w * CARD.height) / CARD.width
  const angle = (shot.turn * Math.PI) / 180
  const [cx, cy] = [shot.width * (0.5 + shot.centre[0]), shot.height * (0.5 + shot.centre[1])]
  const flat: Point[] = [
    [-w / 2, -h / 2],
    [w / 2, -h / 2],
    [w / 2, h / 2],
    [-w / 2, h / 2],
  ]
  return flat.map(([x, y], corner) => [
    cx + x * Math.cos(angle) - y * Math.sin(angle) + shot.tilt[corner * 2]! * w,
    cy + x * Math.sin(angle) + y * Math.cos(angle) + shot.tilt[corner * 2 + 1]! * w,
  ])
}

function paintTable(plane: Float32Array, { width, height, table, grain, noiseSeed }: Shot) {
  let state = noiseSeed
  const cell = 3
  const columns = Math.ceil(width / cell) + 1
  const rows = Math.ceil(height / cell) + 1
  const texture = new Float32Array(columns * rows)
  for (let at = 0; at < texture.length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    texture[at] = (state / 4294967296 - 0.5) * 2 * grain
  }
  // sin(y/23 + bend(x)), by sums of angles so that no sine is taken for each pixel
  const bends = Array.from({ length: width }, (_, x) => Math.sin(x / 160) * 2)
  const [sines, cosines] = [bends.map(Math.sin), bends.map(Math.cos)]
  for (let y = 0; y < height; y++) {
    const [sine, cosine] = [Math.sin(y / 23), Math.cos(y / 23)]
    for (let x = 0; x < width; x++) {
      const wood = (sine * cosines[x]! + cosine * sines[x]!) * grain * 0.6
      const speck = texture[Math.floor(y / cell) * columns + Math.floor(x / cell)]! + wood
      for (let band = 0; band < 3; band++) plane[(y * width + x) * 3 + band] = table[band]! + speck
    }
  }
}

function layCard(plane: Float32Array, card: Canvas, shot: Shot) {
  const corners = cornersOf(shot)
  const back = solveProjective(corners, [
    [0, 0],
    [CARD.width, 0],
    [CARD.width, CARD.height],
    [0, CARD.height],
  ])
  const small = shrunk(
    card,
    Math.hypot(corners[1]![0] - corners[0]![0], corners[1]![1] - corners[0]![1]),
  )
  const { width, height } = shot
  const steps = [0.25, 0.75]
  const bounds = corners.reduce(
    (box, [x, y]) => [
      Math.min(box[0]!, x),
      Math.min(box[1]!, y),
      Math.max(box[2]!, x),
      Math.max(box[3]!, y),
    ],
    [width, height, 0, 0],
  )
  for (let y = Math.max(0, Math.floor(bounds[1]!)); y < Math.min(height, bounds[3]!); y++)
    for (let x = Math.max(0, Math.floor(bounds[0]!)); x < Math.min(width, bounds[2]!); x++) {
      const sum = [0, 0, 0]
      const at = (y * width + x) * 3
      const [u, v] = project(back, x + 0.5, y + 0.5)
      if (wellInside(u, v)) {
        sample(small, u * small.scale, v * small.scale, sum)
        for (let band = 0; band < 3; band++) plane[at + band] = sum[band]!
        continue
      }
      let covered = 0
      for (const dy of steps)
        for (const dx of steps) {
          const [su, sv] = project(back, x + dx, y + dy)
          if (!insideCard(su, sv)) continue
          covered++
          sample(small, su * small.scale, sv * small.scale, sum)
        }
      for (let band = 0; band < 3; band++)
        plane[at + band] = (plane[at + band]! * (4 - covered) + sum[band]!) / 4
    }
}

/** Further from every edge and corner than a pixel of the frame reaches. */
const wellInside = (u: number, v: number) =>
  u > 70 && v > 70 && u < CARD.width - 70 && v < CARD.height - 70

/** ID-1 cards have round corners, 3.18 mm. */
function insideCard(u: number, v: number): boolean {
  if (u < 0 || v < 0 || u >= CARD.width || v >= CARD.height) return false
  const radius = 63
  const dx = Math.max(radius - u, u - (CARD.width - radius), 0)
  const dy = Math.max(radius - v, v - (CARD.height - radius), 0)
  return dx * dx + dy * dy <= radius * radius
}

interface Small {
  readonly width: number
  readonly height: number
  readonly scale: number
  readonly data: Float32Array
}

/** The drawing averaged down to about the size it has in the frame, so that nothing shimmers. */
function shrunk(card: Canvas, target: number): Small {
  const factor = Math.max(1, Math.floor((CARD.width / target) * 0.75))
  const { data } = card.getContext('2d').getImageData(0, 0, CARD.width, CARD.height)
  const width = Math.floor(CARD.width / factor)
  const height = Math.floor(CARD.height / factor)
  const small = new Float32Array(width * height * 3)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let band = 0; band < 3; band++) {
        let sum = 0
        for (let dy = 0; dy < factor; dy++)
          for (let dx = 0; dx < factor; dx++)
            sum += data[((y * factor + dy) * CARD.width + x * factor + dx) * 4 + band]!
        small[(y * width + x) * 3 + band] = sum / (factor * factor)
      }
  return { width, height, scale: 1 / factor, data: small }
}

function sample({ width, height, data }: Small, u: number, v: number, sum: number[]) {
  const x = Math.min(Math.max(u - 0.5, 0), width - 1.001)
  const y = Math.min(Math.max(v - 0.5, 0), height - 1.001)
  const [left, top] = [Math.floor(x), Math.floor(y)]
  const [fx, fy] = [x - left, y - top]
  const at = (top * width + left) * 3
  for (let band = 0; band < 3; band++) {
    const upper = data[at + band]! * (1 - fx) + data[at + 3 + band]! * fx
    const lower = data[at + width * 3 + band]! * (1 - fx) + data[at + width * 3 + 3 + band]! * fx
    sum[band]! += upper * (1 - fy) + lower * fy
  }
}

/** Eight numbers of the projective map that takes four points to four others (Gauss, with pivots). */
function solveProjective(from: readonly Point[], to: readonly Point[]): number[] {
  const rows: number[][] = from.flatMap(([x, y], index) => {
    const [u, v] = to[index]!
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ]
  })
  for (let column = 0; column < 8; column++) {
    const best = rows
      .slice(column)
      .reduce(
        (most, row, at) =>
          Math.abs(row[column]!) > Math.abs(rows[most]![column]!) ? at + column : most,
        column,
      )
    ;[rows[column], rows[best]] = [rows[best]!, rows[column]!]
    const pivot = rows[column]!
    for (const row of rows) {
      if (row === pivot) continue
      const times = row[column]! / pivot[column]!
      for (let at = column; at < 9; at++) row[at]! -= times * pivot[at]!
    }
  }
  return rows.map((row, at) => row[8]! / row[at]!)
}

function project(m: readonly number[], x: number, y: number): Point {
  const w = m[6]! * x + m[7]! * y + 1
  return [(m[0]! * x + m[1]! * y + m[2]!) / w, (m[3]! * x + m[4]! * y + m[5]!) / w]
}
