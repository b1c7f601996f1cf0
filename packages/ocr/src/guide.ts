import type { Box } from './picture'
import { CARD_SHAPE } from './plane'

/** Share of a picture that the guide fills, in the direction in which it meets the border first. */
const GUIDE_SHARE = 0.86

/** Where the person should hold the card in a picture of that size; draw it over the video. */
export function guideFrame(width: number, height: number, share = GUIDE_SHARE): Box {
  const w = Math.min(width * share, height * share * CARD_SHAPE)
  const h = w / CARD_SHAPE
  return { x: (width - w) / 2, y: (height - h) / 2, width: w, height: h }
}
