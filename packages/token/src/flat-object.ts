import { MalformedBytes } from '@myna/bytes'

const SPACE = /[ \t\n\r]*/y
// plain characters in runs, each escape between them: one step for a run, not for a character
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y

/**
 * Reads a JSON object whose values are all texts (RFC 8259). `JSON.parse` would take the last of two
 * members of the same name in silence; here a name that comes twice is an error.
 *
 * @throws MalformedBytes
 */
export function readFlatObject(text: string): Map<string, string> {
  let at = 0
  const match = (pattern: RegExp): string => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    if (found === undefined) throw new MalformedBytes(`JSON: not an object of texts at ${at}`)
    at += found.length
    return found
  }
  const next = (): string => {
    match(SPACE)
    return text[at++] ?? ''
  }
  const string = (): string => {
    match(SPACE)
    return JSON.parse(match(STRING)) as string
  }
  const fail = (): never => {
    throw new MalformedBytes(`JSON: not an object of texts at ${at}`)
  }

  const members = new Map<string, string>()
  if (next() !== '{') fail()
  do {
    const name = string()
    if (members.has(name)) throw new MalformedBytes('JSON: a name comes twice')
    if (next() !== ':') fail()
    members.set(name, string())
    const separator = next()
    if (separator === '}') break
    if (separator !== ',') fail()
  } while (at < text.length)
  match(SPACE)
  if (at !== text.length || text.trimEnd().at(-1) !== '}') fail()
  return members
}
