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

const isDigit = (text: string) => /^[0-9]$/.test(text)

/** Most patches that one kanji falls into. */
const MOST_PARTS = 4
/** A patch that belongs to no character: a speck, or a character the engine left out. */
const SPECK = 1.6

/**
 * The box of each character; digits that touch share one. `undefined` when the characters do not fit
 * the ink.
 */
export function placesOf(
  characters: readonly Character[],
  patches: readonly Box[],
  height: number,
): Box[] | undefined {
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
  return last && boxesAlong(last.step, last.at, patches)
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
    if (width < 0.3 || width > 1.25) return undefined
    return ((width - 0.88) / 0.25) ** 2 * 0.5 + drift
  }
  if (ink.height < height * 0.66) return undefined
  const each = width / characters.length
  if (each < 0.1 || each > 0.85) return undefined
  return (characters.length - 1) * 0.7 + Math.max(0, each - 0.6) * 4 + drift
}

function boxesAlong(end: Step, at: number, patches: readonly Box[]): Box[] {
  const boxes: Box[] = []
  let place = at
  for (let step: Step | undefined = end; step?.before; step = step.before) {
    const box = patches.slice(place - step.patches, place)
    for (let shared = 0; shared < step.characters; shared++) boxes.unshift(around(box))
    place -= step.patches
  }
  return boxes
}
