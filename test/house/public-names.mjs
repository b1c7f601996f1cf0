// Writes public-names.json anew: node test/house/public-names.mjs
// Do it when you have decided that a package shall have another public name, and look at the diff.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

const names = {}
for (const room of readdirSync('packages')) {
  const text = readFileSync(`packages/${room}/src/index.ts`, 'utf8')
  names[room] = [...text.matchAll(/export (?:type )?\{([^}]*)\} from '[^']+'/g)]
    .flatMap((match) => match[1].split(','))
    .map((name) => name.trim().replace(/^type /, ''))
    .filter((name) => name !== '')
    .sort()
}
writeFileSync('test/house/public-names.json', `${JSON.stringify(names, null, 2)}\n`)
