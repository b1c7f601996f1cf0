// People who do not exist, and what would be printed on their cards.
import type { Dice } from './seed'

export interface Invented {
  readonly name: string
  readonly address: readonly string[]
  /** As printed, and what it means. */
  readonly birthText: string
  readonly birth: { readonly year: number; readonly month: number; readonly day: number }
  readonly era: { readonly era: string; readonly eraYear: number } | undefined
  readonly expiryText: string
  readonly expiry: { readonly year: number; readonly month: number; readonly day: number }
  readonly code: string
  readonly sex: string
  readonly town: string
}

/** First day of each era as YYYYMMDD. */
const eras: readonly (readonly [string, number, number])[] = [
  ['令和', 20190501, 2019],
  ['平成', 19890108, 1989],
  ['昭和', 19261225, 1926],
  ['大正', 19120730, 1912],
]

const families = ['見本', '例田', '架空', '仮野', '試山', '何某', '案内', '白紙']
const givens = ['花子', '太郎', '一', '三四郎', '桜', '令', '美月', '八重']
const prefectures = ['架空県', '例示県', '見本都', '仮想府']
const cities = ['試験市', '見本市', '例町市', '港見本市']

const pad = (value: number, width: number) => String(value).padStart(width, ' ')
const wide = (text: string) =>
  text.replace(/[0-9]/g, (digit) => String.fromCodePoint(digit.codePointAt(0)! + 0xfee0))

/** `now` is the year in which the card is photographed: cards that have not ended yet. */
export function invent(dice: Dice, now = 2026): Invented {
  const foreign = dice.chance(0.1)
  const birth = {
    year: dice.whole(1925, 2022),
    month: dice.whole(1, 12),
    day: dice.whole(1, 28),
  }
  if (dice.chance(0.15)) birth.day = dice.pick([29, 30]) - (birth.month === 2 ? 3 : 0)
  const stay = { year: 0, month: dice.whole(1, 12), day: dice.whole(1, 28) }
  const expiry = { ...(foreign ? stay : birth), year: dice.whole(now + 1, now + 10) }
  const style = dice.pick(['narrow', 'narrow', 'padded', 'wide'] as const)
  const number = (value: number, width: number) =>
    style === 'padded' ? pad(value, width) : style === 'wide' ? wide(String(value)) : String(value)
  const key = birth.year * 10000 + birth.month * 100 + birth.day
  const [name, , first] = eras.find(([, from]) => key >= from)!
  const eraYear = birth.year - first + 1
  const year = foreign
    ? number(birth.year, 4)
    : `${name}${eraYear === 1 ? '元' : number(eraYear, 2)}`
  const date = ({ month, day }: { month: number; day: number }) =>
    `${number(month, 2)}月${number(day, 2)}日`
  return {
    name: `${dice.pick(families)}　${dice.pick(givens)}`,
    address: [
      `${dice.pick(prefectures)}${dice.pick(cities)}${dice.pick(['中央', '本町', '緑'])}${dice.whole(1, 9)}丁目${dice.whole(1, 40)}番${dice.whole(1, 30)}号`,
      ...(dice.chance(0.3) ? [`見本荘${dice.whole(101, 909)}`] : []),
    ],
    birthText: `${year}年${date(birth)}生`,
    birth,
    era: foreign ? undefined : { era: name, eraYear },
    expiryText: `${number(expiry.year, 4)}年${date(expiry)}まで有効`,
    expiry,
    code: String(dice.whole(0, 9999)).padStart(4, '0'),
    sex: dice.pick(['男', '女']),
    town: dice.pick(cities),
  }
}
