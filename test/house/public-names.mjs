// Writes public-names.json anew: node test/house/public-names.mjs
// Do it when you have decided that a package shall have another public name, and look at the diff.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const names = {}
for (const room of readdirSync('packages')) {
  const { exports } = JSON.parse(readFileSync(`packages/${room}/package.json`, 'utf8'))
  for (const [entry, target] of Object.entries(exports)) {
    if (!('@myna/source' in target)) continue // types for frameworks
    if (target['@myna/source'].endsWith('/define.ts')) continue // it defines a tag and has no names
    const text = readFileSync(join('packages', room, target['@myna/source']), 'utf8')
    names[join(room, entry)] = [...text.matchAll(/export (?:type )?\{([^}]*)\} from '[^']+'/g)]
      .flatMap((match) => match[1].split(','))
      .map((name) => name.trim().replace(/^type /, ''))
      .filter((name) => name !== '')
      .sort()
  }
}
writeFileSync('test/house/public-names.json', `${JSON.stringify(names, null, 2)}\n`)
