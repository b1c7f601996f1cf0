/** An address in the parts that forms ask for. Together they are the address again. */
export interface AddressParts {
  /** 都道府県. Empty where the card has none, such as for people who live abroad. */
  readonly prefecture: string
  /** 市区町村, with 郡 before and 区 behind it where there is one. */
  readonly municipality: string
  readonly rest: string
}

/** 都道府県: 都, 道, two 府 and 43 県. */
const PREFECTURE =
  /^(?:北海道|東京都|(?:京都|大阪)府|(?:神奈川|和歌山|鹿児島)県|[^都道府県市区町村郡]{2}県)/u

/**
 * Names that have the very characters they end in before their end. Without this list 市川市 would be 市
 * and 四日市市 would be 四日市.
 */
const oddMunicipalities = [
  '市川市',
  '市原市',
  '四日市市',
  '廿日市市',
  '野々市市',
  '八日市場市',
  '町田市',
  '大町市',
  '十日町市',
  '田村市',
  '村山市',
  '東村山市',
  '武蔵村山市',
  '羽村市',
  '村上市',
  '大村市',
  '郡山市',
  '大和郡山市',
  '郡上市',
  '蒲郡市',
  '小郡市',
  '余市郡余市町',
  '余市郡仁木町',
  '余市郡赤井川村',
  '高市郡高取町',
  '高市郡明日香村',
  '吉野郡下市町',
  '中新川郡上市町',
  '芳賀郡市貝町',
  '神崎郡市川町',
  '西八代郡市川三郷町',
  '杵島郡大町町',
  '河西郡中札内村',
  '佐波郡玉村町',
  '柴田郡村田町',
  '北諸県郡三股町',
  '西諸県郡高原町',
  '東諸県郡国富町',
  '東諸県郡綾町',
] as const

/** 政令指定都市: their municipality goes on with a 区. */
const CITY_WITH_WARDS =
  /^(?:札幌|仙台|さいたま|千葉|横浜|川崎|相模原|新潟|静岡|浜松|名古屋|京都|大阪|堺|神戸|岡山|広島|北九州|福岡|熊本)市[^市町村]{1,4}?区/u
const CITY = /^[^市区町村郡]{1,7}市/u
const WARD = /^[^市区町村郡]{1,4}区/u // of Tokyo
const IN_DISTRICT = /^[^市区町村]{1,6}?郡[^市区町村]{1,7}[町村]/u
const TOWN = /^[^市区町村郡]{1,6}[町村]/u // of the islands of Tokyo, which are in no 郡

/**
 * Splits an address of the card. What cannot be told apart stays together in `rest`: nothing is lost,
 * and nothing is made up.
 */
export function splitAddress(address: string): AddressParts {
  const prefecture = PREFECTURE.exec(address)?.[0] ?? ''
  const behind = address.slice(prefecture.length)
  const odd = oddMunicipalities.find((name) => behind.startsWith(name))
  const shapes = prefecture === '東京都' ? [CITY, WARD, IN_DISTRICT, TOWN] : [CITY, IN_DISTRICT]
  const municipality =
    prefecture === ''
      ? ''
      : (CITY_WITH_WARDS.exec(behind)?.[0] ??
        odd ??
        shapes.map((shape) => shape.exec(behind)?.[0]).find((name) => name !== undefined) ??
        '')
  return { prefecture, municipality, rest: behind.slice(municipality.length) }
}
