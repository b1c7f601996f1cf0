import { openRecogniser } from '../../packages/ocr/src/tesseract'
import { readFace, type CardFace } from '../../packages/ocr/src/face'
import { lookAt } from '../../packages/ocr/src/sight'
import { agreementOf } from '../../packages/ocr/src/agree'
import { tuningFonts } from './fonts'
import { trainedData } from './local-parts'
import { testCard, type Lines } from './cards'
const signal = new AbortController().signal
const rec = await openRecogniser({ data: trainedData() }, signal)
const [side, from, count, linesArg, nf] = process.argv.slice(2)
const right = { birth: 0, expiry: 0, code: 0, all: 0 }
let wrong = 0,
  n = 0
const seenCount: Record<string, number> = {}
const now = new Date('2026-11-25T00:00:00Z')
for (let seed = Number(from); seed < Number(from) + Number(count); seed++) {
  const tc = testCard(
    side as 'front',
    seed,
    (process.env.FONT ?? tuningFonts[seed % 3])!,
    Number(linesArg) as Lines,
  )
  n++
  const faces: CardFace[] = []
  let note = ''
  for (const frame of tc.frames(Number(nf ?? 1))) {
    const t = performance.now()
    const s = lookAt(frame)
    const t1 = performance.now()
    seenCount[s.seen] = (seenCount[s.seen] ?? 0) + 1
    note += ` ${s.seen}`
    if (s.seen === 'front') {
      const face = await readFace(s.print, rec, now, signal)
      note += ` w${s.edgeWidth.toFixed(2)} [${(t1 - t).toFixed()}+${(performance.now() - t1).toFixed()}ms]`
      faces.push(face)
    }
  }
  if (side !== 'front') {
    console.log(seed, note)
    continue
  }
  const want = {
    birth: { ...tc.person.birth, ...(tc.person.era ?? {}) },
    expiry: tc.person.expiry,
    code: tc.person.code,
  }
  const eq = (a: unknown, b: unknown) =>
    JSON.stringify(Object.entries(Object(a)).sort()) ===
    JSON.stringify(Object.entries(Object(b)).sort())
  const face = Number(nf ?? 1) === 1 ? faces[0] : agreementOf(faces).face
  let ok = true
  for (const k of ['birth', 'expiry', 'code'] as const) {
    const f = face?.[k]
    if (f?.is === 'read' && (k === 'code' ? f.value === want.code : eq(f.value, want[k])))
      right[k]++
    else {
      ok = false
      if (f?.is === 'read') wrong++
      note += ` ${f?.is === 'read' ? 'WRONG' : ''} ${k}:${JSON.stringify(f)} want ${JSON.stringify(want[k])}`
    }
  }
  if (ok) right.all++
  else console.log(seed, process.env.FONT ?? tuningFonts[seed % 3], note)
  if (ok && seed % 20 === 0) console.log(seed, note)
}
console.log(side, linesArg, { n, ...right, wrong }, seenCount)
await rec.close()
