import { createCanvas } from '@napi-rs/canvas'
import { writeFileSync } from 'node:fs'
import { createWorker, PSM } from 'tesseract.js'
import { drawFront } from './draw-card'
import { invent } from './invented'
import { dice } from './seed'
import { ordinaryShot, photograph } from './photograph'
import { toGray, type Gray, type Box } from '../../packages/ocr/src/picture'
import { findCard } from '../../packages/ocr/src/card-edges'
import { upright } from '../../packages/ocr/src/plane'
import { inkOf } from '../../packages/ocr/src/ink'
import { linesOf } from '../../packages/ocr/src/lines'
const png = (g: Gray, boxes: Box[], name: string) => {
  const c = createCanvas(g.width, g.height)
  const p = c.getContext('2d')
  const img = p.createImageData(g.width, g.height)
  for (let i = 0; i < g.data.length; i++) {
    img.data[i * 4] = img.data[i * 4 + 1] = img.data[i * 4 + 2] = g.data[i]!
    img.data[i * 4 + 3] = 255
  }
  p.putImageData(img, 0, 0)
  p.strokeStyle = 'red'
  p.lineWidth = 2
  for (const b of boxes) p.strokeRect(b.x, b.y, b.width, b.height)
  writeFileSync(name, c.toBuffer('image/png'))
}
const pgm = (g: Gray, b: Box, pad = 10) => {
  const x0 = Math.max(0, Math.floor(b.x - pad)),
    y0 = Math.max(0, Math.floor(b.y - pad))
  const x1 = Math.min(g.width, b.x + b.width + pad),
    y1 = Math.min(g.height, b.y + b.height + pad)
  const w = x1 - x0,
    h = y1 - y0
  const head = Buffer.from(`P5 ${w} ${h} 255\n`)
  const out = Buffer.alloc(head.length + w * h)
  head.copy(out)
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) out[head.length + y * w + x] = g.data[(y0 + y) * g.width + x0 + x]!
  return out
}
const dir = '/work/wt/ocr/node_modules/@tesseract.js-data'
const mk = async (l: string, params: Record<string, string>) => {
  const w = await createWorker(l, 1, {
    langPath: `${dir}/${l}/4.0.0_best_int`,
    cacheMethod: 'none',
    gzip: true,
  })
  await w.setParameters(params as never)
  return w
}
const jpn = await mk('jpn', {
  tessedit_pageseg_mode: PSM.SINGLE_LINE,
  preserve_interword_spaces: '0',
  user_defined_dpi: '300',
})
const jw = await mk('jpn', {
  tessedit_pageseg_mode: PSM.SINGLE_LINE,
  tessedit_char_whitelist: '0123456789年月日生明治大正昭和平成令元まで有効',
  user_defined_dpi: '300',
})
const eng = await mk('eng', {
  tessedit_pageseg_mode: PSM.SINGLE_LINE,
  tessedit_char_whitelist: '0123456789',
  user_defined_dpi: '300',
})
for (const seed of [201, 202, 203, 204, 205, 206]) {
  const d = dice(seed)
  const person = invent(d)
  const card = drawFront(person, ['Noto Sans CJK JP', 'IPAGothic', 'VL Gothic'][seed % 3]!, d)
  const [w, h] = seed % 2 ? [1280, 720] : [640, 480]
  const f = photograph(card, ordinaryShot(d, w!, h!))
  const t = performance.now()
  const g = toGray(f)
  const q = findCard(g)!
  const t1 = performance.now()
  const up = upright(g, q)
  const t2 = performance.now()
  const ink = inkOf(up)
  const t3 = performance.now()
  const lines = linesOf(ink)
  const t4 = performance.now()
  console.log(
    seed,
    h,
    person.birthText,
    person.expiryText,
    person.code,
    `edges ${(t1 - t).toFixed()} up ${(t2 - t1).toFixed()} ink ${(t3 - t2).toFixed()} lines ${(t4 - t3).toFixed()}`,
  )
  png(up, lines, `/tmp/ocrtry/lines${seed}.png`)
  for (const line of lines) {
    const p = pgm(up, line)
    const row: string[] = []
    for (const wk of [jpn, jw, eng]) {
      const s = performance.now()
      const r = await wk.recognize(p)
      row.push(
        `${r.data.text.trim()} [${r.data.confidence}] ${(performance.now() - s).toFixed()}ms`,
      )
    }
    console.log('   ', line.width, line.height, '|', row.join(' | '))
  }
}
await Promise.all([jpn, jw, eng].map((w) => w.terminate()))
