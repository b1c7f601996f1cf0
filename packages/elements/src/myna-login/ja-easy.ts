import { jaEasy } from '../words/ja-easy'
import { authenticationPin } from '../words/secrets-ja-easy'
import type { LoginWords } from './words'

export const loginJaEasy: LoginWords = {
  ...jaEasy,
  secrets: { 'authentication-pin': authenticationPin },
  start: 'マイナンバーカードで ログインする',
  sends: (origin) =>
    `この サイト（${origin}）に おくるもの：カードの 中（なか）の 電子証明書（でんししょうめいしょ）と 署名（しょめい）。名前（なまえ）と 住所（じゅうしょ）は 入っていません`,
  sendsNot:
    'おくらないもの：マイナンバー（12の 数字（すうじ））、パスワード、顔（かお）の 写真（しゃしん）',
  go: 'ログインする',
  checking: 'サイトが たしかめています',
  done: 'ログインしました。カードを とってください',
  renewalTitle: 'はじめての カードです',
  renewalText:
    'カードを 新（あたら）しく した 人（ひと）は、前（まえ）の 登録（とうろく）を つづけられます。前の 電子証明書（でんししょうめいしょ）が どれか、この サイトが きいても いいですか？',
  renewalYes: 'いいです（前の 登録を つづける）',
  renewalNo: 'だめです（新しく はじめる）',
  certificateUntil: (date) =>
    `電子証明書（でんししょうめいしょ）は ${date}まで つかえます。3か月（げつ）前から、市役所（しやくしょ）などで 新しく できます（お金（かね）は かかりません）。カードの 日（ひ）とは べつです`,
  certificatePast: (date) =>
    `電子証明書（でんししょうめいしょ）は ${date}で おわりました。カードの 日（ひ）とは べつです`,
  dismiss: 'この お知（し）らせを とじる',
  policy: 'この サイトの 個人情報（こじんじょうほう）の 説明（せつめい）',
  transaction: 'たしかめる こと',
  forPurpose: {
    'link-account': {
      start: 'マイナンバーカードを 登録（とうろく）する',
      go: '登録（とうろく）する',
      done: '登録（とうろく）しました。カードを とってください',
    },
    'step-up': {
      start: 'マイナンバーカードで たしかめる',
      go: 'たしかめる',
      done: 'たしかめました。カードを とってください',
    },
  },
}
