// One start of the virtual card, in milliseconds; see virtual-card-start.ts.
import { hex, toHex } from '@myna/bytes'
import { cardOf, issuePerson } from '@myna/virtual'

const start = performance.now()
const card = cardOf(await issuePerson('hanako', { now: new Date() }))
await card.powerOn()
const answer = await card.exchange(hex('00a4040c0ad392f000260100000001'))
const time = performance.now() - start

if (toHex(answer) !== '9000') throw new Error(`the card answered ${toHex(answer)}`)
console.log(time)
