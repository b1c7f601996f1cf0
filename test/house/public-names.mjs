// Writes public-names.json anew: node test/house/public-names.mjs
// Do it when you have decided that a package shall have another public name, and look at the diff.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

const entries = readdirSync('packages').flatMap((room) => {
  const { exports } = JSON.parse(readFileSync(`packages/${room}/package.json`, 'utf8'))
  return Object.entries(exports)
    .map(([path, target]) => [
      `${room}${path.slice(1)}`,
      `packages/${room}/${target['@myna/source']}`,
    ])
    .filter(([, file]) => file.endsWith('/index.ts')) // others define an element and export nothing new
})
const namesIn = (file) =>
  [...readFileSync(file, 'utf8').matchAll(/export (?:type )?\{([^}]*)\} from '[^']+'/g)]
    .flatMap((match) => match[1].split(','))
    .map((name) => name.trim().replace(/^type /, ''))
    .filter((name) => name !== '')
    .sort()
const names = Object.fromEntries(entries.sort().map(([entry, file]) => [entry, namesIn(file)]))
writeFileSync('test/house/public-names.json', `${JSON.stringify(names, null, 2)}\n`)
