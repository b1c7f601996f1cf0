import { base64url, MalformedBytes } from '@myna/bytes'
import { readFlatObject } from './flat-object'

export const ALGORITHM = 'RS256'

/** Bytes of the longest token or proof, as UTF-8. */
export const MOST_TOKEN_BYTES = 8192

const CLIENT = /^[\w.@/-]+\/\d+\.\d+\.\d+[\w.+-]*$/
const MOST_CLIENT = 64

/** The members of a flat object, taken one by one, so that what nobody took is one too many. */
export function flatMembers(text: string, what: string) {
  if (new TextEncoder().encode(text).length > MOST_TOKEN_BYTES)
    throw new MalformedBytes(`${what}: more than ${MOST_TOKEN_BYTES} bytes`)
  const members = readFlatObject(text)

  const take = (name: string): string => {
    const value = members.get(name)
    if (value === undefined) throw new MalformedBytes(`${what}: no ${name}`)
    members.delete(name)
    return value
  }

  return {
    take,
    bytes: (name: string) => base64url(take(name)),
    /** The members that are left, whose names the caller cannot know. */
    rest(): ReadonlyMap<string, string> {
      const left = new Map(members)
      members.clear()
      return left
    },
    requireAlgorithm(): void {
      if (take('alg') !== ALGORITHM) throw new MalformedBytes(`${what}: another algorithm`)
    },
    /** `name/1.2.3` of the software that made it, or nothing; as a member to spread. */
    client(): { readonly client?: string } {
      if (!members.has('client')) return {}
      const client = take('client')
      if (client.length > MOST_CLIENT || !CLIENT.test(client))
        throw new MalformedBytes(`${what}: client is not name/version`)
      return { client }
    },
    end(): void {
      if (members.size > 0) throw new MalformedBytes(`${what}: a member too many`)
    },
  }
}
