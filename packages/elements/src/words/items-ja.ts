import type { ItemWords } from './words'

export const itemsJa: ItemWords = {
  'authentication-certificate': '利用者証明用の電子証明書（氏名・住所は入っていません）',
  'signing-certificate': '署名用の電子証明書（氏名・住所・生年月日・性別が入っています）',
  signature: 'カードで作った署名',
  name: '氏名',
  address: '住所',
  'birth-date': '生年月日',
  sex: '性別',
  'age-answer': '年齢の条件を満たすかどうか（はい・いいえだけ）',
  'age-record': 'カードの生年月日の記録（カードごとに決まった鍵が入っています）',
  'tries-left': 'パスワードの残り回数',
  'certificate-dates': '電子証明書の有効期限',
  'card-expiry': 'カードの有効期限',
  'card-signature': 'カードの内容が本物かを確かめるデータ（ブラウザーの外には出ません）',
  'printed-card': 'カードの表の画像（ブラウザーの外には出ません）',
}
