import { redisClient } from './clients'
import { loginServer, testHolder } from './login-servers'
import { redisServer } from './servers'

export interface LoadFigures {
  readonly logins: number
  /** Sessions the servers made, as Redis counted them. */
  readonly sessions: number
  /** How often each word was the answer to a post. */
  readonly answers: Readonly<Record<string, number>>
  readonly seconds: { readonly ask: number; readonly sign: number; readonly verify: number }
}

const AT_ONCE = 40

/**
 * Many logins at a site of two servers on one Redis: people are asked by either server, their tokens
 * are made, and then each token is posted twice at the same moment, once to each server.
 */
export async function manyLogins(logins: number): Promise<LoadFigures> {
  const redis = await redisServer()
  const holder = await testHolder()
  const settings = { redisPort: redis.port, anchor: holder.anchor }
  const servers = await Promise.all([loginServer(settings), loginServer(settings)])
  const [one, two] = servers
  const { client } = await redisClient(redis.port)
  const answers: Record<string, number> = {}
  const seconds = { ask: 0, sign: 0, verify: 0 }
  const timed = async <Value>(what: keyof typeof seconds, work: () => Promise<Value>) => {
    const start = performance.now()
    const value = await work()
    seconds[what] = (performance.now() - start) / 1000
    return value
  }

  try {
    const numbers = Array.from({ length: logins }, (_, index) => index)
    const asked = await timed('ask', () =>
      someAtOnce(numbers, (index) => (index % 2 ? one : two)!.ask()),
    )
    const tokens = await timed('sign', () =>
      someAtOnce(asked, async ({ cookie, challenge }) => ({
        cookie,
        token: await holder.token(challenge),
      })),
    )
    await timed('verify', () =>
      someAtOnce(tokens, async ({ token, cookie }) => {
        const both = await Promise.all(servers.map((server) => server.verify(token, cookie)))
        for (const word of both) answers[word] = (answers[word] ?? 0) + 1
      }),
    )
    const counts = await Promise.all(
      (await client.keys('sessions:*')).map((key) => client.get(key)),
    )
    const sessions = counts.reduce((sum, count) => sum + Number(count), 0)
    return { logins, sessions, answers, seconds }
  } finally {
    client.destroy()
    await Promise.all(servers.map((server) => server.kill()))
    await redis.remove()
  }
}

/** Does the work for all of them, a number of them at a time. */
async function someAtOnce<Item, Value>(
  items: readonly Item[],
  work: (item: Item) => Promise<Value>,
): Promise<Value[]> {
  const values: Value[] = []
  let next = 0
  const worker = async () => {
    while (next < items.length) {
      const index = next++
      values[index] = await work(items[index]!)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return values
}
