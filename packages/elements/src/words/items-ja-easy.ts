import type { ItemWords } from './words'

export const itemsJaEasy: ItemWords = {
  'authentication-certificate':
    '電子証明書（でんししょうめいしょ）。名前（なまえ）と 住所（じゅうしょ）は 入（はい）っていません',
  'signing-certificate':
    '署名用（しょめいよう）の 電子証明書。名前、住所、生年月日（せいねんがっぴ）、性別（せいべつ）が 入っています',
  signature: 'カードが つくった 署名（しょめい）',
  name: '名前（なまえ）',
  address: '住所（じゅうしょ）',
  'birth-date': '生（う）まれた 日（ひ）',
  sex: '性別（せいべつ）',
  'age-answer': '年（とし）の こたえ（「はい」か「いいえ」だけ）',
  'age-record':
    'カードの 生（う）まれた 日（ひ）の きろく（この カードの しるしが 入（はい）っています）',
  'tries-left': 'パスワードを あと なんかい まちがえられるか',
  'certificate-dates': '電子証明書が いつまで つかえるか',
  'card-expiry': 'カードが いつまで つかえるか',
  'card-signature':
    'カードが ほんものか たしかめる データ（この ブラウザーの 外（そと）に 出（で）ません）',
  'printed-card': 'カードの 写真（しゃしん）（この ブラウザーの 外に 出ません）',
}
