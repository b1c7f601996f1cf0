import { reportFronts, withRecognisers } from './report'
import { tuningFonts } from './fonts'
import type { Lines } from './cards'
const [lines, first, cards] = process.argv.slice(2).map(Number)
await withRecognisers(async (r) => {
  const t = performance.now()
  const row = await reportFronts(
    {
      firstSeed: first!,
      cards: cards!,
      lines: lines as Lines,
      fonts: process.env.FONT ? [process.env.FONT] : tuningFonts,
    },
    r,
    console.log,
  )
  console.log(
    lines,
    JSON.stringify(row),
    `${((performance.now() - t) / cards!).toFixed()} ms a card`,
  )
})
