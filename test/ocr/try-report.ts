import { openForReport, reportFronts, reportRefused } from './report'
import { tuningFonts } from './fonts'
import type { Lines } from './cards'
const [lines, first, cards] = process.argv.slice(2).map(Number)
if (lines === 0) {
  for (const side of ['back', 'other'] as const)
    console.log(side, await reportRefused(side, first!, cards!))
} else {
  const r = await openForReport()
  const t = performance.now()
  const { times, ...row } = await reportFronts(
    { firstSeed: first!, cards: cards!, lines: lines as Lines, fonts: tuningFonts },
    r,
    console.log,
  )
  console.log(
    lines,
    JSON.stringify(row),
    `${((performance.now() - t) / cards!).toFixed()} ms a card`,
  )
  await r.close()
}
