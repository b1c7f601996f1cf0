import { findCard } from '../../packages/ocr/src/card-edges'
import { toGray } from '../../packages/ocr/src/picture'
import { upright } from '../../packages/ocr/src/plane'
import { inkOf } from '../../packages/ocr/src/ink'
import { linesOf } from '../../packages/ocr/src/lines'
import { sideOf } from '../../packages/ocr/src/side'
import { edgeWidth } from '../../packages/ocr/src/sharpness'
import { tuningFonts } from './fonts'
import { testCard, type Lines } from './cards'
const [side, from, count] = process.argv.slice(2)
const tally: Record<string, number> = {}
const widths: number[] = []
for (let seed = Number(from); seed < Number(from) + Number(count); seed++) {
  const lines = Number(process.argv[5] ?? [480, 720, 1080][Math.floor(seed / 3) % 3])
  const [frame] = testCard(side as 'front', seed, tuningFonts[seed % 3]!, lines as Lines).frames(1)
  const g = toGray(frame!)
  const q = findCard(g)
  let key = 'none'
  if (q) {
    const up = upright(g, q)
    const ink = inkOf(up)
    const s = sideOf(up, ink, linesOf(ink))
    key = s.is + ('because' in s ? s.because : '')
    widths.push(edgeWidth(up))
  }
  tally[`${key}`] = (tally[key] ?? 0) + 1
  if (key !== side) console.log(seed, lines, key, widths.at(-1)?.toFixed(2))
}
widths.sort((a, b) => a - b)
console.log(
  side,
  tally,
  [0, 0.1, 0.5, 0.9, 0.99].map((p) => widths[Math.floor(widths.length * p)]?.toFixed(2)),
)
