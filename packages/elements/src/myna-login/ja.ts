import { ja } from '../words/ja'
import { authenticationPin } from '../words/secrets-ja'
import type { LoginWords } from './words'

export const loginJa: LoginWords = {
  ...ja,
  secrets: { 'authentication-pin': authenticationPin },
  start: 'マイナンバーカードでログイン',
  sends: (origin) =>
    `このサイト（${origin}）に送られるもの：利用者証明用の電子証明書（氏名・住所は入っていません）と、それで作った署名`,
  sendsNot: '送られないもの：マイナンバー（12桁）、パスワード、顔写真',
  go: 'ログインする',
  checking: 'サイトで確認しています',
  done: 'ログインしました。カードを取り外してください',
}
