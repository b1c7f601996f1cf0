// npm run load: 5,000 logins (or as many as told) at two servers on one Redis, every token twice.
import { manyLogins } from './logins'

const logins = Number(process.argv[2] ?? 5000)
const { sessions, answers, seconds } = await manyLogins(logins)
const { ask, sign, verify } = seconds
const ok = sessions === logins && answers['signed-in'] === logins

console.log(`
  ログイン · logins            ${logins}
  セッション · sessions        ${sessions}
  答え · answers              ${JSON.stringify(answers)}
  質問 · asked                ${ask.toFixed(1)} s  (${Math.round(logins / ask)} /s)
  トークン作り · tokens made    ${sign.toFixed(1)} s
  投稿 · posted               ${verify.toFixed(1)} s  (${Math.round((logins * 2) / verify)} /s)
  ${ok ? 'どのトークンも一度だけ · every token once' : '失敗 · FAILED'}
`)
process.exitCode = ok ? 0 : 1
