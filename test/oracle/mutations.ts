// Changes certificates in ways a parser could stumble over: bytes, and whole objects of their tree.
// Everything follows from a seed, so that whatever is found can be found again.

/** Numbers from a seed (mulberry32). */
export function randomFrom(seed: number) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000
  }
  return (below: number) => Math.floor(next() * below)
}
type Random = ReturnType<typeof randomFrom>

interface Node {
  tag: number
  content: Uint8Array
  children: Node[] | undefined
  /** How its length is written: 0 as DER has it, more: that many bytes too long. */
  spare: number
}

function parse(bytes: Uint8Array): Node[] {
  const nodes: Node[] = []
  for (let at = 0; at < bytes.length;) {
    const tag = bytes[at]!
    let length = bytes[at + 1]!
    let start = at + 2
    if (length >= 0x80) {
      const count = length & 0x7f
      length = 0
      for (let i = 0; i < count; i++) length = length * 0x100 + bytes[start + i]!
      start += count
    }
    const content = bytes.slice(start, start + length)
    nodes.push({ tag, content, children: tag & 0x20 ? parse(content) : undefined, spare: 0 })
    at = start + length
  }
  return nodes
}

function encode({ tag, content, children, spare }: Node): number[] {
  const body = children === undefined ? [...content] : children.flatMap(encode)
  const size: number[] = []
  for (let rest = body.length; rest > 0; rest >>= 8) size.unshift(rest & 0xff)
  for (let i = 0; i < spare; i++) size.unshift(0)
  const length = body.length < 0x80 && spare === 0 ? [body.length] : [0x80 | size.length, ...size]
  return [tag, ...length, ...body]
}

const all = (nodes: readonly Node[]): Node[] =>
  nodes.flatMap((node) => [node, ...all(node.children ?? [])])

const byteChanges: readonly ((bytes: number[], random: Random) => void)[] = [
  (bytes, random) => void (bytes[random(bytes.length)]! ^= 1 << random(8)),
  (bytes, random) => void (bytes[random(bytes.length)] = random(256)),
  (bytes, random) => void bytes.splice(random(bytes.length), 1),
  (bytes, random) => void bytes.splice(random(bytes.length), 0, random(256)),
  (bytes, random) => void bytes.splice(random(bytes.length)),
  (bytes, random) => void bytes.push(random(256)),
]

const tags = [
  0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0c, 0x13, 0x16, 0x17, 0x18, 0x30, 0x31, 0x80, 0xa0, 0xa3,
]

const treeChanges: readonly ((node: Node, random: Random) => void)[] = [
  (node) => void (node.spare = 1),
  (node, random) => void (node.tag = tags[random(tags.length)]!),
  (node, random) => void node.children?.splice(random(node.children.length), 1),
  (node, random) => {
    const copy = node.children?.[random(node.children.length)]
    if (copy !== undefined) node.children!.splice(random(node.children!.length), 0, copy)
  },
  (node) => void node.children?.reverse(),
  (node, random) => {
    if (node.children === undefined) node.content = Uint8Array.of(random(256), ...node.content)
  },
  (node, random) => {
    if (node.children !== undefined || node.content.length === 0) return
    const changed = node.content.slice()
    changed[random(changed.length)] = random(256)
    node.content = changed
  },
  (node) => {
    if (node.children === undefined) node.content = node.content.slice(1)
  },
]

/** The certificate with one or two things changed. */
export function mutated(der: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  let bytes = [...der]
  for (let i = random(4) === 0 ? 2 : 1; i > 0; i--)
    if (random(3) === 0) byteChanges[random(byteChanges.length)]!(bytes, random)
    else {
      const roots = parse(Uint8Array.from(bytes.length === der.length ? bytes : der))
      const nodes = all(roots)
      treeChanges[random(treeChanges.length)]!(nodes[random(nodes.length)]!, random)
      bytes = roots.flatMap(encode)
    }
  return Uint8Array.from(bytes)
}
