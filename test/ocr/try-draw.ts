import { GlobalFonts, createCanvas } from '@napi-rs/canvas'
import { writeFileSync } from 'node:fs'
import { drawFront, drawBack, drawOther } from './draw-card'
import { invent } from './invented'
import { dice } from './seed'
import { aMomentLater, ordinaryShot, photograph } from './photograph'
console.log(GlobalFonts.families.map((f) => f.family).filter((f) => /JP|Gothic|IPA/.test(f)))
const t0 = performance.now()
for (const [seed, h] of [
  [1, 480],
  [2, 720],
  [3, 1080],
  [4, 720],
  [5, 480],
  [6, 720],
] as const) {
  const d = dice(seed)
  const person = invent(d)
  const font = ['Noto Sans CJK JP', 'IPAGothic', 'VL Gothic', 'BIZ UDGothic'][seed % 4]!
  const card =
    seed === 4
      ? drawBack(person, font, d)
      : seed === 6
        ? drawOther(person, font, d)
        : drawFront(person, font, d)
  const t = performance.now()
  const w = h === 480 ? 640 : h === 720 ? 1280 : 1920
  const f = photograph(card, ordinaryShot(d, w, h))
  console.log(seed, person.birthText, person.expiryText, person.code, performance.now() - t)
  const c = createCanvas(w, h)
  c.getContext('2d').putImageData(Object.assign(c.getContext('2d').createImageData(w, h), {}), 0, 0)
  const img = c.getContext('2d').createImageData(w, h)
  img.data.set(f.data)
  c.getContext('2d').putImageData(img, 0, 0)
  writeFileSync(`/tmp/ocrtry/card${seed}.png`, c.toBuffer('image/png'))
}
