import { ja } from '../words/ja'
import type { SelfCheckWords } from './words'

export const selfCheckJa: SelfCheckWords = {
  ...ja,
  secrets: {},
  go: '調べる',
  start: 'リーダーとカードを調べる',
  promise: 'パスワードは聞きません。回数は減りません。何も送りません。お金もかかりません',
  done: '調べ終わりました。カードを取り外してください',
  stopped: '途中で止まりました。分かったところまでを下に書きます',
  states: { ok: '問題なし', attention: '注意', problem: '使えません', unknown: '不明' },
  browserOk: 'このブラウザーでカードを読めます',
  reader: (name) => `カードリーダー：${name}`,
  tokens: {
    card: 'マイナンバーカードです',
    'old-card': '住民基本台帳カードです（今は使えません）',
    android: 'Android のスマートフォンの電子証明書です',
    iphone: 'iPhone の電子証明書です',
    unknown: '公的個人認証が入っています（種類は分かりません）',
  },
  certificates: {
    authentication: '利用者証明用の電子証明書（ログイン用）',
    signing: '署名用の電子証明書',
  },
  until: (day) => `${day}まで有効`,
  untilSoon: (day) => `${day}まで有効。市区町村の窓口で更新できます（無料）`,
  past: (day) => `${day}に期限が過ぎています。市区町村の窓口で更新できます（無料）`,
  there: 'あります（中身は、パスワードがないと読めません）',
  absent: {
    authentication: 'ありません。市区町村の窓口で発行を申し込めます',
    signing: 'ありません（15歳未満の方や、希望しなかった方など）',
  },
  unreadable: '読み取れませんでした。市区町村の窓口に相談してください',
  cardExpiry: 'カード本体の期限',
  cardPast: (day) => `${day}に期限が過ぎています。市区町村の窓口で手続きしてください`,
  secretNames: {
    'authentication-pin': '利用者証明用パスワード（数字4桁）',
    'signing-pin': '署名用パスワード（英数字6〜16文字）',
    'input-support-pin': '券面事項入力補助用パスワード（数字4桁）',
    'number-b': '照合番号B（入力補助）',
    'face-number-b': '照合番号B（券面の確認）',
  },
  left: (tries) => `あと${tries}回まちがえるとロックされます`,
  leftUnknown: '残り回数が分かりません',
  locked: 'ロックされています。市区町村の窓口などで再設定できます',
  copyReport: '結果のコードをコピー（個人の情報は入っていません）',
}
