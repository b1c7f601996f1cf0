import { ja } from '../words/ja'
import { numberBJa } from '../words/number-b-ja'
import { inputSupportPin } from '../words/secrets-ja'
import type { AutofillWords } from './words'

export const autofillJa: AutofillWords = {
  ...ja,
  secrets: { 'input-support-pin': inputSupportPin },
  numberB: numberBJa,
  go: 'カードから読み取る',
  start: 'マイナンバーカードから入力する',
  asks: (attributes) => `この入力欄に使うもの：${attributes}`,
  stays:
    'マイナンバー（12桁）は読み取りません。読み取った内容は、あなたが「入力欄に入れる」を押すまで、どこにも渡りません',
  reviewTitle: '読み取った内容を確かめてください',
  reviewText: (origin) =>
    `チェックを外したものは入れません。フォームを送ると、入れた内容がこのサイト（${origin}）に渡ります`,
  attributes: { name: '氏名', address: '住所', 'birth-date': '生年月日', sex: '性別' },
  sexes: { male: '男性', female: '女性', 'not-told': '（記載なし）' },
  genuine: 'カードの内容は、発行者の電子署名で確かめました',
  notGenuine: {
    'no-anchor': 'カードの内容が本物かどうかは確かめていません',
    issuer: '発行者の電子署名を確かめられませんでした',
    data: '内容が、発行者の書いたものとちがいます',
    'card-key': 'カードの鍵を確かめられませんでした',
    presence: 'カードが、自分の鍵を持っていることを示せませんでした',
  },
  unsure: 'ほかの画面では違う形で表示されることがある文字です',
  unknownPart: '（カードに記載がありません）',
  handOver: '入力欄に入れる',
  done: (fields) => `${fields}個の欄に入れました。カードを取り外してください`,
  doneText: 'まだ送っていません。フォームを確かめてから送ってください',
  noForm: 'このページには、カードから入れられる欄がありません',
}
