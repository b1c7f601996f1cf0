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
  renewalTitle: 'はじめてのカードです',
  renewalText:
    'カードや電子証明書を新しくした方は、前の会員登録を引き継げます。そのために、このサイトが「一つ前の電子証明書はどれか」を確認先にたずねてもよいですか？',
  renewalYes: 'たずねてよい（引き継ぐ）',
  renewalNo: 'たずねない（新しく始める）',
  certificateUntil: (date) =>
    `電子証明書は${date}まで有効です。3か月前から、市区町村の窓口で更新できます（無料）。カード本体の期限とは別です`,
  certificatePast: (date) =>
    `電子証明書の有効期限（${date}）が過ぎています。カード本体の期限とは別です`,
  dismiss: 'この知らせを閉じる',
  policy: 'このサイトの個人情報の扱い',
  transaction: '確認する内容',
  forPurpose: {
    'link-account': {
      start: 'マイナンバーカードを登録する',
      go: '登録する',
      done: '登録しました。カードを取り外してください',
    },
    'step-up': {
      start: 'マイナンバーカードで確認する',
      go: '確認する',
      done: '確認しました。カードを取り外してください',
    },
  },
}
