import { jaEasy } from '../words/ja-easy'
import type { SelfCheckWords } from './words'

const OFFICE = '市役所（しやくしょ）など'

export const selfCheckJaEasy: SelfCheckWords = {
  ...jaEasy,
  secrets: {},
  go: 'しらべる',
  start: 'カードリーダーと カードを しらべる',
  promise:
    'パスワードは ききません。回数（かいすう）は へりません。何（なに）も おくりません。お金（かね）も かかりません',
  done: 'しらべました。カードを とってください',
  stopped: 'とちゅうで とまりました。わかったことを 下（した）に かきます',
  states: {
    ok: 'だいじょうぶ',
    attention: 'ちゅうい',
    problem: 'つかえません',
    unknown: 'わかりません',
  },
  browserOk: 'この ブラウザーで カードを よめます',
  reader: (name) => `カードリーダー：${name}`,
  tokens: {
    card: 'マイナンバーカードです',
    'old-card':
      '古（ふる）い カード（住民基本台帳（じゅうみんきほんだいちょう）カード）です。いまは つかえません',
    android: 'Android の スマホの 電子証明書（でんししょうめいしょ）です',
    iphone: 'iPhone の 電子証明書（でんししょうめいしょ）です',
    unknown:
      '電子証明書（でんししょうめいしょ）の アプリが あります（種類（しゅるい）は わかりません）',
  },
  certificates: {
    authentication: 'ログインの 電子証明書（でんししょうめいしょ）',
    signing: '署名（しょめい）の 電子証明書（でんししょうめいしょ）',
  },
  until: (day) => `${day}まで つかえます`,
  untilSoon: (day) =>
    `${day}まで つかえます。${OFFICE}で 新（あたら）しく できます（お金（かね）は かかりません）`,
  past: (day) =>
    `${day}で おわりました。${OFFICE}で 新（あたら）しく できます（お金（かね）は かかりません）`,
  there: 'あります（中（なか）は パスワードが ないと よめません）',
  absent: {
    authentication: `ありません。${OFFICE}で もらえます`,
    signing: 'ありません（15歳（さい）に なっていない 人（ひと）など）',
  },
  unreadable: `よめませんでした。${OFFICE}に きいてください`,
  cardExpiry: 'カードの 日（ひ）',
  cardPast: (day) => `${day}で おわりました。${OFFICE}に 行（い）ってください`,
  secretNames: {
    'authentication-pin': '4つの 数字（すうじ）の パスワード（ログイン）',
    'signing-pin': '署名用（しょめいよう）の ながい パスワード',
    'input-support-pin': '券面（けんめん）の 4つの 数字の パスワード',
    'number-b': '照合番号（しょうごうばんごう）B（1）',
    'face-number-b': '照合番号（しょうごうばんごう）B（2）',
  },
  left: (tries) => `あと ${tries}回（かい） まちがえると つかえなくなります`,
  leftUnknown: 'あと なんかい できるか わかりません',
  locked: `つかえなくなっています（ロック）。${OFFICE}で なおせます`,
  copyReport: 'けっかの コードを コピーする（あなたの ことは 入（はい）っていません）',
}
