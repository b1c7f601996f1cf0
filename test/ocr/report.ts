// npm run ocr: reads generated cards and counts. The figures are upper bounds: nobody here has a card.
import { openRecogniser, readFrames, type Reading, type Recogniser } from '@myna/ocr'
import { demandFonts, reportFonts } from './fonts'
import { trainedData } from './local-parts'
import { testCard, type Lines, type TestCard } from './cards'
import type { Frame } from './lens'

/** Frames a card gets: a camera makes as many in a second or two. */
const FRAMES = 12
export const photographed = new Date('2026-11-25T03:00:00Z')

const fields = ['birth', 'expiry', 'code'] as const
export type FieldName = (typeof fields)[number]
type Count = Record<'right' | 'wrong' | 'refused', number>

export interface Row {
  readonly cards: number
  /** All three fields right. */
  readonly right: number
  /** Cards of which at least one field was given out wrongly. */
  readonly wrong: number
  readonly fields: Readonly<Record<FieldName, Count>>
  readonly outcomes: Readonly<Record<string, number>>
}

/** Two recognisers, closed when the work is done. */
export async function withRecognisers<Result>(
  work: (recognisers: readonly Recogniser[]) => Promise<Result>,
): Promise<Result> {
  demandFonts()
  const data = trainedData()
  const open = () => openRecogniser({ data }, new AbortController().signal)
  const recognisers = await Promise.all([open(), open()])
  try {
    return await work(recognisers)
  } finally {
    await Promise.all(recognisers.map((recogniser) => recogniser.close()))
  }
}

export interface Batch {
  readonly firstSeed: number
  readonly cards: number
  readonly lines: Lines
  readonly fonts?: readonly string[]
}

/** Reads in as many lanes as there are recognisers: one draws while the other's engines work. */
export async function reportFronts(
  { firstSeed, cards, lines, fonts = reportFonts }: Batch,
  recognisers: readonly Recogniser[],
  tell: (line: string) => void = () => {},
): Promise<Row> {
  const counts = Object.fromEntries(
    fields.map((field) => [field, { right: 0, wrong: 0, refused: 0 }]),
  ) as Record<FieldName, Count>
  const outcomes: Record<string, number> = {}
  let right = 0
  let wrong = 0
  let next = 0
  const lane = async (recogniser: Recogniser) => {
    while (next < cards) {
      const card = next++
      const seed = firstSeed + card
      const font = fonts[card % fonts.length]!
      const subject = testCard('front', seed, font, lines)
      const reading = await readFrames(later(subject.frames(FRAMES)), {
        recogniser,
        now: photographed,
        signal: new AbortController().signal,
      })
      outcomes[reading.outcome] = (outcomes[reading.outcome] ?? 0) + 1
      const verdicts = fields.map((field) => verdictOn(field, reading, subject))
      fields.forEach((field, at) => counts[field][verdicts[at]!]++)
      const all = verdicts.every((verdict) => verdict === 'right')
      if (all) right++
      else tell(`${lines}p seed ${seed} ${font}: ${reading.outcome} ${verdicts.join(' ')}`)
      if (verdicts.includes('wrong')) wrong++
    }
  }
  await Promise.all(recognisers.map(lane))
  return { cards, right, wrong, fields: counts, outcomes }
}

/** A field that is given out must be what is printed, also where the person is asked to compare. */
function verdictOn(field: FieldName, reading: Reading, { person }: TestCard): keyof Count {
  if (reading.outcome !== 'read') return 'refused'
  const read = reading.face[field]
  if (read.is === 'unread') return 'refused'
  const printed = {
    birth: { ...person.birth, ...person.era },
    expiry: person.expiry,
    code: person.code,
  }[field]
  return sorted(read.value) === sorted(printed) ? 'right' : 'wrong'
}

const sorted = (value: object | string): string =>
  typeof value === 'string' ? value : JSON.stringify(Object.entries(value).toSorted())

export async function* later(frames: Iterable<Frame>): AsyncGenerator<Frame> {
  yield* frames
}

export interface Refusals {
  readonly cards: number
  /** Neither read nor given to the recogniser. */
  readonly refused: number
  readonly outcomes: Readonly<Record<string, number>>
}

/** Backs or other cards, at all resolutions; a recogniser that counts stands in for the engines. */
export async function reportRefused(
  side: 'back' | 'covered-back' | 'other',
  firstSeed: number,
  cards: number,
): Promise<Refusals> {
  const outcomes: Record<string, number> = {}
  let refused = 0
  for (let card = 0; card < cards; card++) {
    let asked = 0
    const counting: Recogniser = {
      readDate: async () => (asked++, { characters: [], confidence: 0 }),
      readDigits: async () => (asked++, { characters: [], confidence: 0 }),
      close: async () => {},
    }
    const lines = ([480, 720, 1080] as const)[card % 3]!
    const font = reportFonts[card % reportFonts.length]!
    const { outcome } = await readFrames(
      later(testCard(side, firstSeed + card, font, lines).frames(3)),
      { recogniser: counting, now: photographed, signal: new AbortController().signal },
    )
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    if (outcome !== 'read' && asked === 0) refused++
  }
  return { cards, refused, outcomes }
}

/** Milliseconds from one frame of a front in hand to its fields, for some cards, readable ones or not. */
export async function timesOfOneFrame(lines: Lines, recogniser: Recogniser): Promise<number[]> {
  const times: number[] = []
  for (let seed = 180_000; times.length < 12; seed++) {
    const [frame] = testCard('front', seed, reportFonts[seed % reportFonts.length]!, lines).frames(
      1,
    )
    const start = performance.now()
    const { outcome } = await readFrames(later([frame!]), {
      recogniser,
      now: photographed,
      signal: new AbortController().signal,
    })
    if (outcome !== 'other-document') times.push(performance.now() - start)
  }
  return times
}
