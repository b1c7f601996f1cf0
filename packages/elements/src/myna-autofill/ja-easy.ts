import { jaEasy } from '../words/ja-easy'
import { numberBJaEasy } from '../words/number-b-ja-easy'
import { inputSupportPin } from '../words/secrets-ja-easy'
import type { AutofillWords } from './words'

export const autofillJaEasy: AutofillWords = {
  ...jaEasy,
  secrets: { 'input-support-pin': inputSupportPin },
  numberB: numberBJaEasy,
  go: 'カードを よむ',
  start: 'マイナンバーカードで 書（か）く',
  asks: (attributes) => `ここに 入（い）れるもの：${attributes}`,
  stays:
    'マイナンバー（12の 数字（すうじ））は よみません。よんだものは、あなたが 「入れる」を おすまで、どこにも 行（い）きません',
  reviewTitle: 'よんだものを たしかめてください',
  reviewText: (origin) =>
    `いらないものは、チェックを はずしてください。送（おく）ると、この サイト（${origin}）に わたります`,
  attributes: {
    name: '名前（なまえ）',
    address: '住所（じゅうしょ）',
    'birth-date': '生（う）まれた 日（ひ）',
    sex: '性別（せいべつ）',
  },
  sexes: {
    male: '男（おとこ）',
    female: '女（おんな）',
    'not-told': '（書（か）いてありません）',
  },
  genuine: 'カードの 中（なか）は ほんものです（電子署名（でんししょめい）で たしかめました）',
  notGenuine: {
    'no-anchor': 'カードの 中が ほんものか、たしかめていません',
    issuer: 'カードを 出（だ）した ところの 署名（しょめい）を たしかめられません',
    data: 'カードの 中が かわっています',
    'card-key': 'カードの かぎを たしかめられません',
    presence: 'カードが ほんものだと わかりません',
  },
  unsure: 'ほかの 画面（がめん）では ちがう 形（かたち）に なるかもしれない 文字（もじ）です',
  unknownPart: '（カードに 書（か）いてありません）',
  handOver: '入（い）れる',
  done: (fields) => `${fields}つ 入（い）れました。カードを とってください`,
  doneText: 'まだ 送（おく）っていません。たしかめてから 送ってください',
  noForm: 'この ページには、カードから 入れられる ところが ありません',
}
