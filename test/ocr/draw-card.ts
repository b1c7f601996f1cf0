// Cards drawn from what public descriptions say is printed where, in neutral shapes: no facsimile.
// Descriptions name the items and their order, not millimetres, so places vary from card to card and
// a reader that only knows one place fails here.
import { createCanvas, type Canvas, type SKRSContext2D } from '@napi-rs/canvas'
import type { Invented } from './invented'
import type { Dice } from './seed'

/** Pixels for a millimetre of the flat card: 85.6 mm × 54 mm (ISO/IEC 7810 ID-1). */
export const DOTS = 20
export const CARD = { width: Math.round(85.6 * DOTS), height: 54 * DOTS } as const

type Pen = SKRSContext2D

export function drawFront(person: Invented, font: string, dice: Dice): Canvas {
  const { canvas, pen } = blank(dice)
  const shift = { x: dice.between(-1.2, 1.2), y: dice.between(-0.8, 0.8) }
  const at = (x: number, y: number) => [x + shift.x, y + shift.y] as const
  const size = dice.between(2.5, 2.9)
  const small = dice.between(1.5, 1.8)

  label(pen, font, small, '氏名', ...at(3.5, 5))
  write(pen, font, size * 1.15, person.name, ...at(9.5, 5.4))
  label(pen, font, small, '住所', ...at(3.5, 9.6))
  person.address.forEach((line, row) => write(pen, font, size, line, ...at(9.5, 10 + row * 3.4)))
  photo(pen, dice, ...at(4, 18), 20.5, 26.5)

  const left = 28 + dice.between(-1, 2)
  const top = 18.5 + dice.between(-0.7, 1.2)
  write(pen, font, size, person.birthText, ...at(left, top + 2.2))
  label(pen, font, small, '性別', ...at(left + 38, top + 2))
  write(pen, font, size, person.sex, ...at(left + 43, top + 2.2))
  write(pen, font, size, person.expiryText, ...at(left, top + 7.2))
  write(pen, font, size, `${person.town}長`, ...at(left + 32, top + 12))
  panel(pen, ...at(left, top + 14), 49, 8)
  certificateAndCode(pen, font, person, dice, shift, left, top, size, small)
  const notes = [
    'これは試験のために描いた架空の絵です。',
    '本物の証明には使えません。注意書きの行です。',
  ]
  notes.forEach((line, row) => label(pen, font, 1.35, line, ...at(left, 46.6 + row * 2)))
  return canvas
}

function certificateAndCode(
  pen: Pen,
  font: string,
  person: Invented,
  dice: Dice,
  shift: { x: number; y: number },
  left: number,
  top: number,
  size: number,
  small: number,
) {
  const y = top + 25.2 + shift.y
  label(pen, font, small, '電子証明書の有効期限', left + shift.x, y)
  label(pen, font, small, '年　　月　　日', left + 19 + shift.x, y)
  const place = dice.pick(['beside', 'above', 'bare', 'under-photo'] as const)
  if (place === 'beside') {
    label(pen, font, small, 'セキュリティコード', left + 33 + shift.x, y - 2.6)
    write(pen, font, size, person.code, left + 41 + shift.x, y + 0.5)
  } else if (place === 'above') {
    label(pen, font, small * 0.95, 'セキュリティコード', left + 31 + shift.x, y)
    write(pen, font, size, person.code, left + 46.5 + shift.x, y + 0.3)
  } else if (place === 'bare') {
    write(pen, font, size, person.code, left + 42 + shift.x, y + 0.4)
  } else write(pen, font, size, person.code, 10 + shift.x, 48.6 + shift.y)
}

/** The side with the 12 digits, which this project refuses. The number breaks its own check digit. */
export function drawBack(person: Invented, font: string, dice: Dice, covered = false): Canvas {
  const { canvas, pen } = blank(dice)
  const flip = dice.chance(0.35)
  const size = dice.between(2.5, 2.9)
  const number = invalidNumber(dice)
  const y = flip ? 9 : 14
  label(pen, font, 1.6, '個人番号', 30, y - 4.5)
  const gap = dice.pick([' ', '  ', '　'])
  write(pen, font, dice.between(3.2, 4.2), (number.match(/..../g) ?? []).join(gap), 30, y)
  label(pen, font, 1.6, '氏名', 30, y + 5)
  write(pen, font, size, person.name, 36, y + 5.4)
  write(pen, font, size, person.birthText, 36, y + 10)
  chip(pen, 10.3 + dice.between(-0.6, 0.6), 19.2 + dice.between(-0.6, 0.6), dice)
  if (covered) thumb(pen, dice)
  else {
    qr(pen, dice.between(64, 69), flip ? 24 : 26, dice.between(12, 15), dice)
    if (dice.chance(0.7)) {
      pen.fillStyle = dice.pick(['#26221f', '#3a2f2a', '#1f2430'])
      pen.fillRect(0, (flip ? 43.5 : 42) * DOTS, CARD.width, (dice.chance(0.5) ? 10 : 7) * DOTS)
    }
  }
  for (let row = 0; row < 3; row++)
    label(pen, font, 1.4, 'この面を写したり番号を控えたりしないでください。', 10, 33 + row * 2.2)
  return canvas
}

/** The worst back: no code square, no stripe, and a thumb where a front has its photo. */
export const drawCoveredBack = (person: Invented, font: string, dice: Dice): Canvas =>
  drawBack(person, font, dice, true)

function thumb(pen: Pen, dice: Dice) {
  const tone = dice.whole(60, 150)
  pen.fillStyle = `rgb(${tone},${tone - 20},${tone - 32})`
  ellipse(pen, dice.between(6, 15), dice.between(30, 40), dice.between(8, 11), dice.between(13, 18))
}

/** A card of another kind: same size, other arrangement. */
export function drawOther(person: Invented, font: string, dice: Dice): Canvas {
  const { canvas, pen } = blank(dice)
  const kind = dice.pick(['membership', 'licence', 'visiting'] as const)
  if (kind === 'licence') photo(pen, dice, 58, 17, 23, 29)
  if (kind === 'membership') {
    pen.fillStyle = dice.pick(['#31506b', '#6b3140', '#30604a'])
    pen.fillRect(0, 0, CARD.width, 14 * DOTS)
  }
  const lines = dice.whole(3, 6)
  const texts = [
    '会員証',
    `第${dice.whole(1000, 9999)}号`,
    person.name,
    ...person.address,
    '見本図書館',
  ]
  for (let row = 0; row < lines; row++)
    write(pen, font, dice.between(2.4, 4), texts[row % texts.length]!, 6, 19 + row * 5.5)
  return canvas
}

function blank(dice: Dice) {
  const canvas = createCanvas(CARD.width, CARD.height)
  const pen = canvas.getContext('2d')
  const [red, green, blue] = dice.pick([
    [240, 238, 228],
    [236, 240, 240],
    [244, 234, 232],
    [232, 238, 228],
  ] as const)
  pen.fillStyle = `rgb(${red},${green},${blue})`
  pen.fillRect(0, 0, CARD.width, CARD.height)
  // fine waves, as many printed cards have behind their text
  pen.strokeStyle = `rgba(${red - 60},${green - 50},${blue - 45},0.35)`
  pen.lineWidth = 2
  const length = dice.between(120, 260)
  for (let y = -20; y < CARD.height + 20; y += dice.between(11, 16)) {
    pen.beginPath()
    for (let x = 0; x <= CARD.width; x += 20)
      pen.lineTo(x, y + 9 * Math.sin((x + y * 3) / length) + 4 * Math.sin(x / 37))
    pen.stroke()
  }
  return { canvas, pen }
}

function write(pen: Pen, font: string, mm: number, text: string, x: number, y: number) {
  pen.font = `${mm * DOTS}px "${font}"`
  pen.fillStyle = '#1c1c1e'
  pen.textBaseline = 'alphabetic'
  pen.fillText(text, x * DOTS, y * DOTS)
}

function label(pen: Pen, font: string, mm: number, text: string, x: number, y: number) {
  pen.font = `${mm * DOTS}px "${font}"`
  pen.fillStyle = '#4a4d52'
  pen.textBaseline = 'alphabetic'
  pen.fillText(text, x * DOTS, y * DOTS)
}

/** Head and shoulders of nobody: two shapes in grey on a lighter ground. */
function photo(pen: Pen, dice: Dice, x: number, y: number, width: number, height: number) {
  const tone = dice.whole(150, 215)
  pen.fillStyle = `rgb(${tone},${tone},${tone + 6})`
  pen.fillRect(x * DOTS, y * DOTS, width * DOTS, height * DOTS)
  pen.save()
  pen.beginPath()
  pen.rect(x * DOTS, y * DOTS, width * DOTS, height * DOTS)
  pen.clip()
  const clothes = dice.whole(30, 110)
  pen.fillStyle = `rgb(${clothes},${clothes},${clothes + 10})`
  ellipse(pen, x + width / 2, y + height * 1.02, width * 0.46, height * 0.34)
  const hair = dice.whole(25, 80)
  pen.fillStyle = `rgb(${hair},${hair},${hair})`
  ellipse(pen, x + width / 2, y + height * 0.36, width * 0.3, height * 0.28)
  const skin = dice.whole(140, 190)
  pen.fillStyle = `rgb(${skin},${skin - 8},${skin - 14})`
  ellipse(pen, x + width / 2, y + height * 0.44, width * 0.23, height * 0.24)
  pen.restore()
}

function ellipse(pen: Pen, x: number, y: number, halfWidth: number, halfHeight: number) {
  pen.beginPath()
  pen.ellipse(x * DOTS, y * DOTS, halfWidth * DOTS, halfHeight * DOTS, 0, 0, Math.PI * 2)
  pen.fill()
}

function panel(pen: Pen, x: number, y: number, width: number, height: number) {
  pen.fillStyle = 'rgba(255,255,255,0.75)'
  pen.fillRect(x * DOTS, y * DOTS, width * DOTS, height * DOTS)
}

function chip(pen: Pen, x: number, y: number, dice: Dice) {
  pen.fillStyle = dice.pick(['#c9a648', '#c4b07a', '#b9bcc0'])
  pen.beginPath()
  pen.roundRect(x * DOTS, y * DOTS, 12.5 * DOTS, 9.6 * DOTS, 1.5 * DOTS)
  pen.fill()
  pen.strokeStyle = '#7d6a34'
  pen.lineWidth = 4
  for (let line = 1; line < 4; line++) {
    pen.beginPath()
    pen.moveTo(x * DOTS, (y + line * 2.4) * DOTS)
    pen.lineTo((x + 12.5) * DOTS, (y + line * 2.4) * DOTS)
    pen.stroke()
  }
}

/** Squares arranged as in a QR code, with no message in them. */
function qr(pen: Pen, x: number, y: number, size: number, dice: Dice) {
  const modules = 25
  const step = (size / modules) * DOTS
  pen.fillStyle = '#ffffff'
  pen.fillRect((x - 1) * DOTS, (y - 1) * DOTS, (size + 2) * DOTS, (size + 2) * DOTS)
  pen.fillStyle = '#141414'
  for (let row = 0; row < modules; row++)
    for (let column = 0; column < modules; column++)
      if (finder(row, column, modules) ?? dice.chance(0.5))
        pen.fillRect(x * DOTS + column * step, y * DOTS + row * step, step + 0.5, step + 0.5)
}

/** Whether a module inside one of the three corner marks is dark; undefined elsewhere. */
function finder(row: number, column: number, modules: number): boolean | undefined {
  const corners = [
    [0, 0],
    [0, modules - 7],
    [modules - 7, 0],
  ] as const
  for (const [top, left] of corners) {
    const y = row - top
    const x = column - left
    if (y < -1 || x < -1 || y > 7 || x > 7) continue
    const ring = Math.max(Math.abs(y - 3), Math.abs(x - 3))
    return ring === 3 || ring <= 1
  }
  return undefined
}

/** Twelve digits whose last one is not the check digit of the first eleven: nobody has it. */
function invalidNumber(dice: Dice): string {
  const digits = Array.from({ length: 11 }, () => dice.whole(0, 9))
  const sum = digits.reduce((total, digit, index) => {
    const place = 11 - index // the rightmost of the eleven has place 1
    return total + digit * (place <= 6 ? place + 1 : place - 5)
  }, 0)
  const check = sum % 11 <= 1 ? 0 : 11 - (sum % 11)
  return [...digits, (check + 1 + dice.whole(0, 7)) % 10].join('')
}
