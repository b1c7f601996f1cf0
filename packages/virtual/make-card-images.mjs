// Makes src/card-images.generated.ts anew, after a change in the table of people:
//   apt-get install imagemagick fonts-noto-cjk libopenjp2-tools
//   node commands/run.mjs packages/virtual/make-card-images.mjs
// The images of the card face: what is printed as one-bit PNG, a drawn head that is plainly nobody's
// as JPEG 2000. They are stored because neither is made in a browser, and not at the start of a card.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { securityCodeOf } from './src/people-row'
import { people } from './src/people-table'

const folder = mkdtempSync(join(tmpdir(), 'myna-images-'))
const FONT = 'Noto-Sans-CJK-JP'
const oneBit = [
  ...['-colorspace', 'Gray', '-threshold', '50%', '-strip'],
  ...['-define', 'png:color-type=0', '-define', 'png:bit-depth=1'],
  ...['-define', 'png:exclude-chunks=all'],
]

const png = (...drawing) => {
  const file = join(folder, 'text.png')
  const ink = ['+antialias', '-background', 'white', '-fill', 'black', '-font', FONT]
  execFileSync('/usr/bin/convert', [...ink, ...drawing, ...oneBit, file])
  return readFileSync(file).toString('base64url')
}
// ImageMagick garbles a line that breaks at a wide space
const line = (text) =>
  png('-pointsize', '18', '-size', '400x', `caption:${text.replaceAll('　', '  ')}`)
// 24 × 12 and 72 × 12 pixels, as on the card that was looked at
const small = (text, width) =>
  png('-size', `${width}x12`, '-gravity', 'center', '-pointsize', '10', `label:${text}`)

function photo() {
  const [drawn, compressed] = [join(folder, 'head.pgm'), join(folder, 'head.jp2')]
  execFileSync('/usr/bin/convert', [
    ...['-size', '120x150', 'xc:gray(230)', '-fill', 'gray(150)'],
    ...['-draw', 'ellipse 60,62 28,34 0,360', '-draw', 'ellipse 60,150 50,44 0,360'],
    ...['-colorspace', 'Gray', '-depth', '8', drawn],
  ])
  execFileSync('opj_compress', ['-i', drawn, '-o', compressed, '-r', '16'], { stdio: 'ignore' })
  return readFileSync(compressed).toString('base64url')
}

const rows = Object.values(people)
const lines = new Set(rows.flatMap(({ name, address }) => [name, address]))
const texts = [
  ...[...lines].map((text) => [text, line(text)]),
  ...rows.map((row) => [securityCodeOf(row), small(securityCodeOf(row), 24)]),
]
writeFileSync(
  new URL('src/card-images.generated.ts', import.meta.url),
  [
    '// Made by make-card-images.mjs: PNG and JP2 as base64url. They show nobody.',
    'export const cardImages = {',
    `  number: '${small('SAMPLE', 72)}',`,
    `  photo: '${photo()}',`,
    '  texts: {',
    ...texts.map(([text, image]) => `    '${text}': '${image}',`),
    '  },',
    '} as const\n',
  ].join('\n'),
)
rmSync(folder, { recursive: true })
