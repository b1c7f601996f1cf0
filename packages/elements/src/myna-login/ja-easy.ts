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
}
