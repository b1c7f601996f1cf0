import type { SecretWords } from './words'

const FREE = 'まだ だいじょうぶです（回数（かいすう）は へっていません）'

export const authenticationPin: SecretWords = {
  label:
    '4つの 数字（すうじ）の パスワードを 入（い）れてください（利用者証明用（りようしゃしょうめいよう））',
  hint: 'カードを もらったときに きめた、4つの 数字です',
  impossible: `形（かたち）が ちがいます。4つの 数字です。${FREE}`,
  other: `署名用（しょめいよう）の ながい パスワードですか？ ここは 4つの 数字です。${FREE}`,
}

export const signingPin: SecretWords = {
  label:
    '署名用（しょめいよう）の パスワードを 入（い）れてください（6〜16文字（もじ）、英語（えいご）の 字は 大文字（おおもじ））',
  hint: '英語の 字と 数字（すうじ）が 両方（りょうほう） 入っている、ながい パスワードです',
  impossible: `形（かたち）が ちがいます。英語の 大文字と 数字で、6〜16文字です。${FREE}`,
  lowerCase: `英語の 字は 大文字（ABC）です。小文字（abc）が あります。大文字で もう一度（いちど） 入れてください。${FREE}`,
  other: `4つの 数字の パスワードですか？ ここは ながい パスワードです。${FREE}`,
}

export const inputSupportPin: SecretWords = {
  label:
    '4つの 数字（すうじ）の パスワードを 入（い）れてください（券面事項入力補助用（けんめんじこうにゅうりょくほじょよう））',
  hint: 'カードを もらったときに きめた、4つの 数字です',
  impossible: `形（かたち）が ちがいます。4つの 数字です。${FREE}`,
  other: `署名用（しょめいよう）の ながい パスワードですか？ ここは 4つの 数字です。${FREE}`,
}
