// From frames to an answer: look, choose the sharper one, read, and stop when two have said the same.
import { agreementOf, type Agreement, type CardEnds } from './agree'
import { readFace, type CardFace } from './face'
import { wipe, type Picture } from './picture'
import type { Recogniser } from './recogniser'
import { lookAt, type Seen, type Sight } from './sight'

/** How a reading ends. Only `read` carries anything from the card, and each field may be unread. */
export type Reading =
  | {
      readonly outcome: 'read'
      readonly face: CardFace
      /**
       * A Japanese national's card ends on a birthday. `on-another-day`: another kind of card, or a
       * date misread; say so and ask the person to compare. Where an era shows that it is a Japanese
       * national's, both dates are then unread.
       */
      readonly ends: CardEnds
    }
  | { readonly outcome: 'disagree' | Exclude<Seen, 'front'> | 'permission-denied' | 'no-camera' }

export interface ReadingHopes {
  readonly recogniser: Recogniser
  /** For which dates can be: nobody is born tomorrow, no card lives twenty years. */
  readonly now: Date
  readonly signal: AbortSignal
  /** What each frame shows, for hints beside the video. */
  readonly onSeen?: (seen: Seen) => void
}

/** Frames looked at before the answer is what most of them showed. */
const MOST_LOOKS = 150
/** Fronts read before what is agreed by then is the answer. */
const MOST_READINGS = 6
/** Fronts of which the sharpest is read. */
const CHOICE = 2

/** Looks at frames until two readings agree. Every frame is wiped here, whatever happens. */
export async function readFrames(
  frames: AsyncIterable<Picture>,
  { recogniser, now, signal, onSeen }: ReadingHopes,
): Promise<Reading> {
  const faces: CardFace[] = []
  const refused: Exclude<Seen, 'front'>[] = []
  let fronts: (Sight & { seen: 'front' })[] = []
  try {
    for await (const frame of frames) {
      const sight = lookAndWipe(frame)
      signal.throwIfAborted()
      onSeen?.(sight.seen)
      if (sight.seen === 'back-side') return { outcome: 'back-side' }
      if (sight.seen === 'front') fronts.push(sight)
      else refused.push(sight.seen)
      if (fronts.length === CHOICE) {
        faces.push(await readSharpest(fronts, recogniser, now, signal))
        fronts = []
        const agreement = agreementOf(faces)
        if (isComplete(agreement)) return answer(agreement)
      }
      if (faces.length === MOST_READINGS || refused.length === MOST_LOOKS) break
    }
    signal.throwIfAborted()
    if (fronts.length > 0) faces.push(await readSharpest(fronts, recogniser, now, signal))
    return faces.length > 0 ? answer(agreementOf(faces)) : { outcome: mostOften(refused) }
  } finally {
    wipeFronts(fronts)
  }
}

/** Shares of a picture that a card in it may fill: held as a guide asks, cut out, or from afar. */
const GUIDES = [0.86, 1.0, 0.66]
/** Ways to stretch one picture's card, so that its second reading is not the first again. */
const STRETCHES = [1, 1.012, 0.99]

/**
 * One picture has no second frame. Its card is taken out of it anew, a little larger or smaller, and
 * two of these readings must agree. Weaker than two frames: glare is at the same place in all of them.
 */
export async function readOnePicture(
  picture: Picture,
  { recogniser, now, signal, onSeen }: ReadingHopes,
): Promise<Reading> {
  try {
    const { guide, seen } = firstFront(picture)
    onSeen?.(seen)
    if (seen !== 'front') return { outcome: seen }
    const faces: CardFace[] = []
    for (const stretch of STRETCHES) {
      const sight = lookAt(picture, guide, stretch)
      signal.throwIfAborted()
      if (sight.seen === 'back-side') return { outcome: 'back-side' }
      if (sight.seen !== 'front') continue
      faces.push(await readSharpest([sight], recogniser, now, signal))
      const agreement = agreementOf(faces)
      if (isComplete(agreement)) return answer(agreement)
    }
    return answer(agreementOf(faces))
  } finally {
    wipe(picture)
  }
}

/** A back side wins over everything: the picture is not searched on for a front. */
function firstFront(picture: Picture): { guide: number; seen: Seen } {
  let best: { guide: number; seen: Seen } | undefined
  for (const guide of GUIDES) {
    const sight = lookAt(picture, guide)
    if (sight.seen === 'front') wipe(sight.print.card)
    if (sight.seen === 'front' || sight.seen === 'back-side') return { guide, seen: sight.seen }
    if (best === undefined || best.seen === 'no-card') best = { guide, seen: sight.seen }
  }
  return best!
}

function lookAndWipe(frame: Picture): Sight {
  try {
    return lookAt(frame)
  } finally {
    wipe(frame)
  }
}

async function readSharpest(
  fronts: readonly (Sight & { seen: 'front' })[],
  recogniser: Recogniser,
  now: Date,
  signal: AbortSignal,
): Promise<CardFace> {
  const [sharpest] = fronts.toSorted((a, b) => a.edgeWidth - b.edgeWidth)
  try {
    return await readFace(sharpest!.print, recogniser, now, signal)
  } finally {
    wipeFronts(fronts)
  }
}

function wipeFronts(fronts: readonly (Sight & { seen: 'front' })[]): void {
  for (const { print } of fronts) wipe(print.card)
}

/** All three read; otherwise another look may still help. */
const isComplete = ({ face }: Agreement): boolean =>
  Object.values(face).every(({ is }) => is === 'read')

function answer({ face, ends, disputed }: Agreement): Reading {
  if (Object.values(face).some(({ is }) => is === 'read')) return { outcome: 'read', face, ends }
  return { outcome: disputed ? 'disagree' : 'blurred' }
}

/** Without a single frame there was no camera to speak of. */
function mostOften(refused: readonly Exclude<Seen, 'front'>[]) {
  const counts = new Map<Exclude<Seen, 'front'>, number>()
  for (const seen of refused) counts.set(seen, (counts.get(seen) ?? 0) + 1)
  const [most] = [...counts].toSorted((a, b) => b[1] - a[1])
  return most?.[0] ?? 'no-camera'
}
