import { openRecogniser } from '../../packages/ocr/src/tesseract'
import { lookAt } from '../../packages/ocr/src/sight'
import { tuningFonts } from './fonts'
import { trainedData } from './local-parts'
import { testCard } from './cards'
const signal = new AbortController().signal
const rec = await openRecogniser({ data: trainedData() }, signal)
for (const seed of [1020, 1021, 1026]) {
  const [f] = testCard('front', seed, tuningFonts[seed % 3]!, 720).frames(1)
  const s = lookAt(f!)
  if (s.seen !== 'front') continue
  for (const line of s.print.lines.filter((l) => l.width > 300 && l.height > 28)) {
    const m = 10
    const g = {
      width: line.width + 2 * m,
      height: line.height + 2 * m,
      data: new Uint8ClampedArray((line.width + 2 * m) * (line.height + 2 * m)),
    }
    for (let y = 0; y < g.height; y++)
      for (let x = 0; x < g.width; x++)
        g.data[y * g.width + x] =
          s.print.card.data[(line.y - m + y) * s.print.card.width + line.x - m + x]!
    const r = await rec.readDate(g, signal)
    console.log(
      seed,
      r.characters.map((c) => `${c.text}${c.box.x}-${c.box.x + c.box.width}`).join(' '),
    )
    console.log(
      '   ',
      line.patches.map((p) => `${p.x - line.x + m}-${p.x - line.x + m + p.width}`).join(' '),
    )
  }
}
await rec.close()
