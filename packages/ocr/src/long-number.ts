// Finds the 12-digit number by its shape, without reading a digit of it. Three signs, each enough, because
// light, blur and fingers can take any of them away.
import { around, digitLike, foursIn } from './digit-groups'
import type { Patch } from './ink'
import type { TextLine } from './lines'
import type { Box } from './picture'
import { DOTS_PER_MM } from './plane'

export function hasLongNumber(lines: readonly TextLine[]): boolean {
  const print = lines.filter(({ height }) => height >= SMALLEST)
  return rowsOf(print).some((row) => isLongRun(row) || isInThirds(row) || hasSeveralFours(row))
}

/** Labels and notes are smaller than this, and numbers are not printed like notes. */
const SMALLEST = 1.75 * DOTS_PER_MM

/** Pieces of one printed line; a number set wide apart is cut into pieces. */
type Row = readonly TextLine[]

function rowsOf(lines: readonly TextLine[]): Row[] {
  const rows: TextLine[][] = []
  for (const line of lines) {
    const row = rows.find(([first]) => onOneRow(first!, line))
    if (row) row.push(line)
    else rows.push([line])
  }
  return rows.map((row) => row.toSorted((a, b) => a.x - b.x))
}

function onOneRow(a: Box, b: Box): boolean {
  const overlap = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  // a card seen askew lets a row climb a little along its length
  return overlap >= Math.min(a.height, b.height) * 0.5 && alike(a.height, b.height, 0.3)
}

const alike = (a: number, b: number, share: number) => Math.abs(a - b) <= Math.max(a, b) * share

const patchesOf = (row: Row): Patch[] => row.flatMap(({ patches }) => patches)

/** Figures of usual width; 月, 日 and wide figures are wider than this share of their height. */
const NARROW = 0.68

/** Most digits in a row that are taken for no number, and how many of them must stand by themselves. */
const LEAST_RUN = 8
const LEAST_SINGLE = 5

/** Patches of one height and as narrow as digits, one after the other. Kanji differ in height. */
function isLongRun(row: Row): boolean {
  let run: { patch: Patch; digits: number }[] = []
  for (const patch of patchesOf(row)) {
    const digits = digitsIn(patch)
    const last = run.at(-1)?.patch
    const goes =
      digits > 0 &&
      (last === undefined || (alike(last.height, patch.height, 0.13) && level(last, patch)))
    run = goes ? [...run, { patch, digits }] : []
    const singles = run.filter((each) => each.digits === 1).length
    const all = run.reduce((sum, each) => sum + each.digits, 0)
    if (all >= LEAST_RUN && singles >= LEAST_SINGLE) return true
  }
  return false
}

/** How many digits a patch can be; two that touch are wider than a kanji. */
function digitsIn(patch: Patch): number {
  const wide = patch.width / patch.height
  if (digitLike(patch, patch.height) && wide <= NARROW) return 1
  return wide >= 1.1 && wide <= 1.5 ? 2 : 0
}

const level = (a: Box, b: Box) => Math.abs(a.y - b.y) <= a.height * 0.25

/** Three groups of the same width, as high as each other. Touching digits change nothing in this. */
function isInThirds(row: Row): boolean {
  const height = Math.max(...row.map((line) => line.height))
  const tall = patchesOf(row).filter((patch) => patch.height > height * 0.4)
  if (tall.length < 5 || !tall.every((patch) => patch.height >= height * 0.7)) return false
  const groups = thirdsOf(tall)
  if (groups === undefined) return false
  const widths = groups.map((group) => around(group).width)
  const [least, most] = [Math.min(...widths), Math.max(...widths)]
  if (least < most * 0.78 || least < height * 1.5 || most > height * 6) return false
  // four digits are at most four patches, and none is wide; kanji fall into more
  return groups.every(
    (group) =>
      group.length <= 4 && (group.length < 4 || group.every(({ width }) => width < height * 0.95)),
  )
}

/** The row cut at its two widest gaps, if these are clearly wider than the others. */
function thirdsOf(patches: readonly Patch[]): Patch[][] | undefined {
  const gaps = patches.slice(1).map((patch, at) => {
    const before = patches[at]!
    return { at: at + 1, width: patch.x - (before.x + before.width) }
  })
  const [first, second, third] = gaps.toSorted((a, b) => b.width - a.width)
  if (first === undefined || second === undefined) return undefined
  if (third !== undefined && second.width < Math.max(third.width, 3) * 1.35) return undefined
  const [one, two] = [first.at, second.at].toSorted((a, b) => a - b) as [number, number]
  return [patches.slice(0, one), patches.slice(one, two), patches.slice(two)]
}

/** Two fours of one size beside each other: the front has one, and alone. */
function hasSeveralFours(row: Row): boolean {
  // of four patches each: two kanji side by side have the outline of four digits too
  const fours = row.flatMap((line) =>
    foursIn(line).filter((box) => line.patches.filter((patch) => inside(patch, box)).length === 4),
  )
  return fours.some((a, at) =>
    fours
      .slice(at + 1)
      .some(
        (b) =>
          (a.x + a.width < b.x || b.x + b.width < a.x) &&
          alike(a.height, b.height, 0.15) &&
          alike(a.width, b.width, 0.3),
      ),
  )
}

const inside = (patch: Box, box: Box) =>
  patch.x >= box.x && patch.x + patch.width <= box.x + box.width
