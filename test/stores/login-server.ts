// One server of a site, as a process of its own, so that it can be killed:
//   node commands/run.mjs test/stores/login-server.ts   (settings in MYNA_TEST, as JSON)
// Its challenges and the count of its sessions are in Redis.
import { base64url } from '@myna/bytes'
import { challengesIn, loginHandler, staticChecker } from '@myna/verifier'
import { nodeHandler } from '@myna/verifier/node'
import { redisOnceStore } from '@myna/verifier/redis'
import { createServer } from 'node:http'
import { redisClient } from './clients'
import type { LoginServerSettings } from './login-servers'

const settings = JSON.parse(process.env['MYNA_TEST'] ?? '{}') as LoginServerSettings
const { client, send } = await redisClient(settings.redisPort)
const known = staticChecker([])

const myna = await loginHandler({
  role: 'test',
  origin: settings.origin,
  anchors: [base64url(settings.anchor)],
  // a source of revocation that never answers: time to be killed in, after the challenge was taken
  revocation: settings.hangs ? { ...known, check: () => new Promise(() => {}) } : known,
  challenges: challengesIn(redisOnceStore(send)),
  accountSecret: new Uint8Array(32).fill(1),
  lifetimeSeconds: 300,
  async signedIn({ accountKey }) {
    await client.incr(`sessions:${accountKey}`)
    return Response.json({ signedIn: true })
  },
})

const answer = nodeHandler(myna, { origin: settings.origin })
const server = createServer(async (request, response) => {
  if (!(await answer(request, response))) response.writeHead(404).end()
})
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify(server.address())))
