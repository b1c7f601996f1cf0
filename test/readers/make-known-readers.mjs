// Writes known-readers.txt: node test/readers/make-known-readers.mjs FACTS.json > test/readers/known-readers.txt
//
// FACTS.json is a list of descriptor facts, read from readers/*.txt of the CCID driver project
// (https://github.com/LudovicRousseau/CCID, commit 5de6a966): what real readers say of themselves.
// Only facts are taken over: numbers, names of products, and the 54 bytes rebuilt from the fields.
import { readFileSync } from 'node:fs'

const { readers } = JSON.parse(readFileSync(process.argv[2], 'utf8'))

console.log(`# What ${readers.length} real readers say of themselves. Made by make-known-readers.mjs, which
# names the origin. One line an interface:
# vendor:product:release class/protocol endpoints level slots pin 54-byte-descriptor name`)

const letters = { 'bulk-in': 'i', 'bulk-out': 'o', 'interrupt-in': 'n' }

for (const { vidHex, pidHex, bcdDevice, name, interfaces } of readers)
  for (const one of interfaces) {
    const bytes = Buffer.from(one.ccid, 'hex')
    const pin = ['none', 'verify', 'modify', 'both'][bytes[52]]
    const endpoints = one.endpoints.map((type) => letters[type]).join('') || '-'
    console.log(
      `${vidHex}:${pidHex}:${bcdDevice}`,
      `${one.bInterfaceClass.toString(16).padStart(2, '0')}/${one.bInterfaceProtocol}`,
      endpoints,
      one.exchangeLevel,
      bytes[4] + 1,
      pin,
      one.ccid,
      name,
    )
  }
