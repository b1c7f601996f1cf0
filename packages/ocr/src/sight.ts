// What one picture shows, before any of its text is read.
import { findCard } from './card-edges'
import type { FrontPrint } from './face'
import { inkOf } from './ink'
import { linesOf } from './lines'
import { shrink, toGray, wipe, type Gray, type Picture } from './picture'
import { scaled, upright } from './plane'
import { edgeWidth } from './sharpness'
import { sideOf } from './side'

/** What a picture shows; everything but `front` is a reason not to read it. */
export type Seen = 'front' | 'back-side' | 'other-document' | 'no-card' | 'dark' | 'blurred'

export type Sight =
  | { readonly seen: 'front'; readonly print: FrontPrint; readonly edgeWidth: number }
  | { readonly seen: Exclude<Seen, 'front'> }

/** Grey level below which paper counts as dark: grain is then as strong as print. */
const DARK = 46
/** Millimetres over which an edge of print may spread. */
const BLURRED = 1.5

/** Looks at one picture and wipes everything it made of it but what a front needs to be read. */
export function lookAt(picture: Picture, guideShare?: number, stretch = 1): Sight {
  const gray = toGray(picture)
  try {
    const corners = findCard(gray, guideShare)
    if (corners === undefined) return { seen: brightPart(gray) < DARK ? 'dark' : 'no-card' }
    return lookAtCard(upright(gray, scaled(corners, stretch)))
  } finally {
    wipe(gray)
  }
}

function lookAtCard(card: Gray): Sight {
  // in the dark, grain looks like print of any kind
  if (brightPart(card) < DARK) {
    wipe(card)
    return { seen: 'dark' }
  }
  const ink = inkOf(card)
  const lines = linesOf(ink)
  const side = sideOf(card, ink, lines)
  wipe(ink)
  const width = edgeWidth(card)
  if (side.is === 'front' && width <= BLURRED)
    return { seen: 'front', print: { card, lines, photo: side.photo }, edgeWidth: width }
  wipe(card)
  if (side.is === 'back') return { seen: 'back-side' }
  return { seen: width > BLURRED ? 'blurred' : 'other-document' }
}

/** The level that a tenth of the picture is brighter than. */
function brightPart(gray: Gray): number {
  const small = shrink(gray, 4)
  return small.data.toSorted()[Math.floor(small.data.length * 0.9)]!
}
