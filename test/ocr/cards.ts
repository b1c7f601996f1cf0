// Cards by seed: what is drawn, how it is photographed, and what should be read.
import type { Canvas } from '@napi-rs/canvas'
import { drawBack, drawCoveredBack, drawFront, drawOther } from './draw-card'
import { invent, type Invented } from './invented'
import type { Frame, Shot } from './lens'
import { aMomentLater, ordinaryShot, photograph } from './photograph'
import { dice } from './seed'

export const resolutions = { 480: [640, 480], 720: [1280, 720], 1080: [1920, 1080] } as const
export type Lines = keyof typeof resolutions

const draw = {
  front: drawFront,
  back: drawBack,
  'covered-back': drawCoveredBack,
  other: drawOther,
}

export interface TestCard {
  readonly person: Invented
  /** The same card again and again, as a hand and a camera see it. */
  frames(count: number): Iterable<Frame>
}

export function testCard(
  side: keyof typeof draw,
  seed: number,
  font: string,
  lines: Lines,
  change: (shot: Shot) => Shot = (shot) => shot,
): TestCard {
  const rolls = dice(seed)
  const person = invent(rolls)
  const card: Canvas = draw[side](person, font, rolls)
  const [width, height] = resolutions[lines]
  const first = change(ordinaryShot(rolls, width, height))
  return {
    person,
    *frames(count) {
      let shot = first
      for (let frame = 0; frame < count; frame++) {
        yield photograph(card, shot)
        shot = aMomentLater(shot, rolls)
      }
    },
  }
}
