// npm run --silent verdicts < cases.jsonl: our judge for test suites in other languages, one JSON
// object a line in, one a line out. What it takes and gives: packages/verifier/for-suites.md
import { verdictOn, verifyRs256, type Verdict } from '@myna/verifier/for-suites'
import { createInterface } from 'node:readline'

interface Case {
  readonly id: unknown
  readonly certificate?: string
  readonly anchors?: readonly string[]
  readonly at?: string
  readonly crls?: readonly string[]
  readonly publicKey?: string
  readonly signature?: string
  readonly message?: string
}

const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'))

async function verdictOf(one: Case): Promise<Verdict> {
  if (one.publicKey !== undefined) {
    const [key, signature, message] = [one.publicKey, one.signature!, one.message!].map(bytes)
    const isRight = await verifyRs256(key!, signature!, message!)
    return isRight
      ? { verdict: 'believed' }
      : { verdict: 'refused', code: 'signature-wrong', detail: '' }
  }
  return verdictOn({
    certificate: bytes(one.certificate!),
    anchors: (one.anchors ?? []).map(bytes),
    at: new Date(one.at!),
    ...(one.crls === undefined ? {} : { crls: one.crls.map(bytes) }),
  })
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === '') continue
  const one = JSON.parse(line) as Case
  console.log(JSON.stringify({ id: one.id, ...(await verdictOf(one)) }))
}
