// Where the digits of a line that has been read once stand exactly. The engine's own boxes are too
// rough to cut by, so its characters are laid over the patches of ink in the cheapest way.
import { around } from './digit-groups'
import type { Box } from './picture'
import type { Character } from './recogniser'

/** A row of characters that stand on a row of patches. */
interface Step {
  readonly cost: number
  readonly characters: number
  readonly patches: number
  readonly before: Step | undefined
}

/** Widths of a kanji as shares of the line's height: 日 has about 0.75, and no digit comes near. */
const KANJI = { least: 0.58, most: 1.25 }
/** A digit's size, as shares of the line's height. */
const DIGIT = { height: 0.66, least: 0.1, most: 0.85 }

const isDigit = (text: string) => /^[0-9]$/.test(text)

/** Most patches that one kanji falls into. */
const MOST_PARTS = 4
/** A patch that belongs to no character: a speck, or a character the engine left out. */
const SPECK = 1.6

/** Where characters stand. */
export interface Places {
  /** Of each character; digits that touch share one. */
  readonly boxes: readonly Box[]
  /**
   * Patches like a digit on which no character stands: the engine may have left one out, of `10日` made
   * `1日`. `after` counts the characters before it.
   */
  readonly leftOut: readonly { readonly after: number; readonly box: Box }[]
}

/** The characters laid over the ink; `undefined` when they do not fit it. */
export function placesOf(
  characters: readonly Character[],
  patches: readonly Box[],
  height: number,
): Places | undefined {
  const steps: (Step | undefined)[][] = Array.from({ length: characters.length + 1 }, () =>
    Array.from({ length: patches.length + 1 }, () => undefined),
  )
  // what stands before the first character costs nothing
  for (let skipped = 0; skipped <= patches.length; skipped++)
    steps[0]![skipped] = { cost: 0, characters: 0, patches: 0, before: undefined }
  for (let c = 0; c <= characters.length; c++)
    for (let p = 0; p <= patches.length; p++) {
      const here = steps[c]![p]
      if (here === undefined) continue
      if (c > 0 && p < patches.length && c < characters.length)
        keep(steps, c, p + 1, { cost: here.cost + SPECK, characters: 0, patches: 1, before: here })
      for (const [chars, parts] of choices(characters, c)) {
        if (c + chars > characters.length || p + parts > patches.length) continue
        const cost = fit(characters.slice(c, c + chars), patches.slice(p, p + parts), height)
        if (cost === undefined) continue
        const step = { cost: here.cost + cost, characters: chars, patches: parts, before: here }
        keep(steps, c + chars, p + parts, step)
      }
    }
  const ends = steps[characters.length]!
  let last: { step: Step; at: number } | undefined
  ends.forEach((step, at) => {
    if (step && step.cost < (last?.step.cost ?? Infinity)) last = { step, at }
  })
  return last && placesAlong(last.step, last.at, patches, height)
}

function keep(steps: (Step | undefined)[][], c: number, p: number, step: Step): void {
  const known = steps[c]![p]
  if (known === undefined || step.cost < known.cost) steps[c]![p] = step
}

/** How many characters may stand on how many patches, from character `at` on. */
function choices(characters: readonly Character[], at: number): (readonly [number, number])[] {
  const first = characters[at]
  if (first === undefined) return []
  if (!isDigit(first.text)) return Array.from({ length: MOST_PARTS }, (_, more) => [1, more + 1])
  const run = characters.slice(at).findIndex(({ text }) => !isDigit(text))
  const digits = Math.min(run === -1 ? characters.length - at : run, 4)
  return Array.from({ length: digits }, (_, more) => [more + 1, 1])
}

/** Cost of these characters standing on these patches; `undefined` when they cannot. */
function fit(
  characters: readonly Character[],
  patches: readonly Box[],
  height: number,
): number | undefined {
  const ink = around(patches)
  const width = ink.width / height
  const seen = around(characters.map(({ box }) => box))
  const away = Math.abs(ink.x + ink.width / 2 - seen.x - seen.width / 2) / height
  const drift = Math.min(away, 3) * 0.3
  if (!isDigit(characters[0]!.text)) {
    if (width < KANJI.least || width > KANJI.most) return undefined
    return ((width - 0.88) / 0.25) ** 2 * 0.5 + drift
  }
  const each = width / characters.length
  if (ink.height < height * DIGIT.height || each < DIGIT.least || each > DIGIT.most)
    return undefined
  return (characters.length - 1) * 0.7 + Math.max(0, each - 0.6) * 4 + drift
}

function placesAlong(end: Step, at: number, patches: readonly Box[], height: number): Places {
  const boxes: Box[] = []
  const specks: { readonly follows: number; readonly box: Box }[] = []
  let place = at
  for (let step: Step | undefined = end; step?.before; step = step.before) {
    const box = around(patches.slice(place - step.patches, place))
    if (step.characters === 0) specks.unshift({ follows: boxes.length, box })
    for (let shared = 0; shared < step.characters; shared++) boxes.unshift(box)
    place -= step.patches
  }
  const leftOut = specks
    .map(({ follows, box }) => ({ after: boxes.length - follows, box }))
    .filter(
      ({ box }) =>
        box.height >= height * DIGIT.height &&
        box.width >= height * DIGIT.least &&
        box.width <= height * DIGIT.most,
    )
  return { boxes, leftOut }
}
