import type { NumberBWords } from '../ceremony/number-b-form'

export const numberBJa: NumberBWords = {
  label: '照合番号B（カードに印字された14桁）を入力してください',
  hint: 'カードの表を見て、3つの欄に入力してください。これもまちがえるとロックされます',
  birthDate: '生年月日',
  calendar: '元号',
  gregorian: '西暦',
  year: '年',
  month: '月',
  day: '日',
  expiryYear: '有効期限の年（西暦4桁）',
  securityCode: 'セキュリティコード（4桁）',
  impossible:
    '入力の形がちがいます。生年月日（実際にある日）、有効期限の年（西暦4桁）、セキュリティコード（4桁）を確かめてください。回数は減っていません',
  wrong: (tries) =>
    tries === undefined
      ? 'カードの番号とちがいます。残り回数は分かりません'
      : `カードの番号とちがいます。あと${tries}回でロックされます。カードの表をもう一度見てください`,
  where:
    'カードの表のどこにあるか：①生年月日と②有効期限は左側、③セキュリティコード（4桁）は写真の下',
  otherWay: '数字4桁のパスワードを使う',
  birthDateAlone: {
    label: 'カードの表に印字された生年月日を入力してください',
    hint: 'これだけで、カードの中の「生年月日の記録」が読めます。これもまちがえるとロックされます',
    impossible: '実際にある日か、確かめてください。回数は減っていません',
    where: 'カードの表のどこにあるか：①生年月日は左側',
    wrong: (tries) =>
      tries === undefined
        ? 'カードの生年月日とちがいます。残り回数は分かりません'
        : `カードの生年月日とちがいます。あと${tries}回でロックされます`,
  },
}
