// Makes opensc.txt anew: node commands/run.mjs test/transcripts/make-opensc.ts (as root, on Debian,
// with the packages of the suite `opensc`). OpenSC's tools use the card of a person who does not exist;
// what they say to it and what it answers is written down, secrets and all: they open nothing else.
import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { toHex } from '@myna/bytes'
import { cardOf, issuePerson, putIntoVpcd, type Chip } from '@myna/virtual'
import { startPcsc } from '../opensc/pcsc'
import { runProgram } from '../opensc/programs'

const now = new Date('2026-11-24T03:00:00Z')
const file = new URL('opensc.txt', import.meta.url)

/** What was said since the last question, as lines; power is said only when it changes something. */
const lines: string[] = []

const chip = cardOf(await issuePerson('hanako', { now }))
const written: Chip = {
  powerOn() {
    lines.push('power')
    return chip.powerOn()
  },
  powerOff: () => chip.powerOff(),
  async exchange(command) {
    const answer = await chip.exchange(command)
    lines.push(`> ${toHex(command)}`, `< ${toHex(answer)}`)
    return answer
  },
}

const pcsc = await startPcsc()
const socket = connect(pcsc.port, '127.0.0.1')
await once(socket, 'connect')
const inside = putIntoVpcd(written, socket, (message) => socket.write(message)).catch(() => {})
while (!/Yes/.test((await pcsc.run('opensc-tool', '-l')).said)) await pause(100)

const message = join(pcsc.folder, 'message')
writeFileSync(message, 'what OpenSC has signed')
const signing = (slot: string, id: string, pin: string) => [
  ...['--slot-index', slot, '--login', '--pin', pin, '--sign', '--mechanism', 'SHA256-RSA-PKCS'],
  ...['--id', id, '--input-file', message, '--output-file', join(pcsc.folder, `signature-${id}`)],
]
const signPin = ['--verify-pin', '--auth-id', '2', '--pin', 'ABC123']
const uses: readonly (readonly [what: string, isGood: boolean, program: string, ...string[]])[] = [
  ['lists every object', true, 'pkcs15-tool', '--dump'],
  ['logs in', true, 'pkcs15-tool', '--verify-pin', '--auth-id', '1', '--pin', '1234'],
  ['reads the authentication certificate', true, 'pkcs15-tool', '--read-certificate', '1'],
  ['reads its CA certificate', true, 'pkcs15-tool', '--read-certificate', '3'],
  ['is refused the signing certificate', false, 'pkcs15-tool', '--read-certificate', '2'],
  ['reads the signing certificate', true, 'pkcs15-tool', '--read-certificate', '2', ...signPin],
  ['reads its CA certificate', true, 'pkcs15-tool', '--read-certificate', '4'],
  ['signs with the authentication key', true, 'pkcs11-tool', ...signing('0', '01', '1234')],
  ['signs with the signing key', true, 'pkcs11-tool', ...signing('1', '02', 'ABC123')],
  ['is wrong', false, 'pkcs15-tool', '--verify-pin', '--auth-id', '1', '--pin', '9999'],
  ['asks for the tries left', true, 'pkcs15-tool', '--list-pins'],
  ['is right', true, 'pkcs15-tool', '--verify-pin', '--auth-id', '1', '--pin', '1234'],
]
for (const [what, isGood, program, ...args] of uses) {
  lines.push(`# OpenSC ${what} (${program})`)
  const { code, said } = await pcsc.run(program, ...args)
  if ((code === 0) !== isGood) throw new Error(`${program} ${what}: ${said}`)
}

socket.destroy()
await inside
await pcsc.end()
const { said } = await runProgram('opensc-tool', ['--info'])
writeFileSync(
  file,
  [
    `# Made by make-opensc.ts with ${/OpenSC [\d.]+/.exec(said)?.[0]}; the person is hanako of ${now.toISOString()}.`,
    ...lines.slice(lines.findIndex((line) => line.startsWith('#'))),
    '',
  ].join('\n'),
)
