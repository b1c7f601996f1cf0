// npm run ocr: reads generated cards and counts, field by field and resolution by resolution. These are
// upper bounds: the cards are drawn, the camera is computed, and nobody here has a real card.
import { median } from '../../bench/figure'
import { loadFont, reportFonts } from './fonts'
import { reportFronts, reportRefused, timesOfOneFrame, withRecognisers, type Row } from './report'

/** Seeds from 160,000 on were never used for tuning. */
const fronts = [
  { firstSeed: 160_000, cards: 60, lines: 480 },
  { firstSeed: 161_000, cards: 120, lines: 720 },
  { firstSeed: 162_000, cards: 60, lines: 1080 },
] as const
const BACKS = { firstSeed: 64_000, cards: 120 }
/** No code square, no stripe, and a thumb where a front has its photo: beside the count. */
const COVERED = { firstSeed: 69_000, cards: 60 }
const OTHERS = { firstSeed: 65_000, cards: 60 }
/** Its zero has a stroke through it, as no official print that we know of. */
const hard = { firstSeed: 163_000, cards: 24, lines: 720, fonts: ['VL Gothic'] } as const

const UNSEEN = { firstSeed: 166_000, cards: 60, lines: 720 } as const

const percent = (part: number, whole: number) =>
  `${((100 * part) / whole).toFixed(1)} %`.padStart(8)

function print(title: string, { cards, right, wrong, fields, outcomes }: Row) {
  console.log(`\n${title}: ${cards} cards`)
  console.log(
    `  all three right ${percent(right, cards)} · some field wrong ${percent(wrong, cards)}`,
  )
  for (const [field, count] of Object.entries(fields))
    console.log(
      `  ${field.padEnd(7)} right ${percent(count.right, cards)} · wrong ${percent(count.wrong, cards)} · refused ${percent(count.refused, cards)}`,
    )
  console.log(`  outcomes ${JSON.stringify(outcomes)}`)
}

/**
 * `npm run ocr -- 720 refused` runs only these parts: 480, 720, 1080, hard, times, refused; and
 * `font=/path/of/a/font.otf` counts cards printed with that font at 720 lines.
 */
const only = process.argv.slice(2)
const wanted = (part: string) => only.length === 0 || only.includes(part)

await withRecognisers(async (recognisers) => {
  console.log(`fonts: ${reportFonts.join(', ')}`)
  const rows: Row[] = []
  for (const batch of fronts.filter(({ lines }) => wanted(String(lines)))) {
    const row = await reportFronts(batch, recognisers, console.log)
    rows.push(row)
    print(`${batch.lines}p`, row)
  }
  if (wanted('hard'))
    print(
      '720p, VL Gothic with its stroked zero, beside the count',
      await reportFronts(hard, recognisers),
    )
  for (const path of only.filter((part) => part.startsWith('font=')).map((part) => part.slice(5)))
    print(`720p, ${path}`, await reportFronts({ ...UNSEEN, fonts: [loadFont(path)] }, recognisers))
  for (const lines of wanted('times') ? ([480, 720, 1080] as const) : []) {
    const times = await timesOfOneFrame(lines, recognisers[0]!)
    console.log(
      `${lines}p: one frame is read in ${median(times).toFixed()} ms (median), ${Math.max(...times).toFixed()} ms at most`,
    )
  }
  const all = rows.reduce((sum, { cards }) => sum + cards, 0)
  const wrong = rows.reduce((sum, row) => sum + row.wrong, 0)
  if (rows.length > 0)
    console.log(
      `\nwrong but given out, all resolutions: ${wrong} of ${all} cards (${percent(wrong, all).trim()})`,
    )
})
if (wanted('refused'))
  for (const [title, side, { firstSeed, cards }] of [
    ['back sides', 'back', BACKS],
    ['back sides with only the number to tell them by', 'covered-back', COVERED],
    ['other cards', 'other', OTHERS],
  ] as const) {
    const { refused, outcomes } = await reportRefused(side, firstSeed, cards)
    console.log(
      `${title}: ${refused} of ${cards} refused without reading a character · ${JSON.stringify(outcomes)}`,
    )
  }
