// Pictures of what a person sees, checked in. `npm run pictures` makes them anew; whoever does looks at
// the difference before it is committed.
import { mkdirSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'
import { root } from '../house/sources'

const folder = join(root, 'test/states/pictures')
/** Of the pixels: hinting and antialiasing differ a little from machine to machine. */
const MOST_DIFFERENT = 0.004

/** Two bits a colour: enough to see by, and half the bytes. */
function coarse(picture: Buffer): PNG {
  const png = PNG.sync.read(picture)
  for (let at = 0; at < png.data.length; at++) if (at % 4 !== 3) png.data[at]! &= 0xc0
  return png
}

/** `undefined` when the picture is as it was, else what is the matter. */
export function compare(name: string, taken: Buffer): string | undefined {
  const file = join(folder, `${name}.png`)
  if (process.env['MYNA_PICTURES'] === 'write') {
    mkdirSync(folder, { recursive: true })
    writeFileSync(
      file,
      PNG.sync.write(coarse(taken), { colorType: 2, filterType: 0, deflateLevel: 9 }),
    )
    return undefined
  }
  if (!existsSync(file)) return `${name}: no picture; npm run pictures makes it`
  const [was, is] = [PNG.sync.read(readFileSync(file)), coarse(taken)]
  if (was.width !== is.width || Math.abs(was.height - is.height) > 2)
    return kept(name, taken, `${was.width}×${was.height} became ${is.width}×${is.height}`)
  const height = Math.min(was.height, is.height)
  const size = was.width * height * 4
  const different = pixelmatch(
    was.data.subarray(0, size),
    is.data.subarray(0, size),
    undefined,
    was.width,
    height,
    { threshold: 0.2 },
  )
  const share = different / (was.width * height)
  return share > MOST_DIFFERENT
    ? kept(name, taken, `${(share * 100).toFixed(1)} % of the pixels differ`)
    : undefined
}

/** The new picture is kept beside the results, for whoever looks into it. */
function kept(name: string, taken: Buffer, what: string): string {
  const place = join(root, '.cache/pictures')
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, `${name}.png`), taken)
  return `${name}: ${what}; the new one is .cache/pictures/${name}.png`
}
