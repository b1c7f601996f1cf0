import { createCanvas } from '@napi-rs/canvas'
import { writeFileSync } from 'node:fs'
import { findCard } from '../../packages/ocr/src/card-edges'
import { toGray } from '../../packages/ocr/src/picture'
import { upright } from '../../packages/ocr/src/plane'
import { inkOf } from '../../packages/ocr/src/ink'
import { tuningFonts } from './fonts'
import { testCard, type Lines } from './cards'
const [side, seedArg, linesArg] = process.argv.slice(2)
const seed = Number(seedArg)
const [frame] = testCard(
  side as 'front',
  seed,
  process.env.FONT ?? tuningFonts[seed % 3]!,
  Number(linesArg) as Lines,
).frames(1)
const g = toGray(frame!)
const q = findCard(g)
const up = q ? upright(g, q) : g
const ink = inkOf(up)
const c = createCanvas(up.width, up.height * 2)
const p = c.getContext('2d')
const img = p.createImageData(up.width, up.height * 2)
for (let i = 0; i < up.data.length; i++) {
  img.data[i * 4] = img.data[i * 4 + 1] = img.data[i * 4 + 2] = up.data[i]!
  img.data[i * 4 + 3] = 255
  const j = i + up.data.length
  img.data[j * 4] = img.data[j * 4 + 1] = img.data[j * 4 + 2] = ink.data[i]! ? 0 : 255
  img.data[j * 4 + 3] = 255
}
p.putImageData(img, 0, 0)
writeFileSync(`/tmp/ocrtry/view${seed}.png`, c.toBuffer('image/png'))
console.log(q)
