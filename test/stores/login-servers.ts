import { toBase64url } from '@myna/bytes'
import { readChallenge, signedBytes, writeToken, type ChallengeMessage } from '@myna/token'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { root } from '../house/sources'
import {
  caCertificate,
  holderCertificate,
  keysFor,
  signWith,
} from '../verifier/certificate-factory'

export const ORIGIN = 'https://sp.example'

export interface LoginServerSettings {
  readonly origin: string
  readonly redisPort: number
  /** DER as base64url. */
  readonly anchor: string
  /** Whether its source of revocation never answers. */
  readonly hangs?: boolean
}

/** A person of the test CA, with the key in hand, so that thousands of tokens cost seconds. */
export async function testHolder() {
  const keys = await keysFor()
  const anchor = await caCertificate(keys)
  const certificate = await holderCertificate(keys)
  const certificateHash = new Uint8Array(
    await crypto.subtle.digest('SHA-256', new Uint8Array(certificate)),
  )
  return {
    anchor: toBase64url(anchor),
    async token(message: ChallengeMessage): Promise<string> {
      const challenge = readChallenge(message)
      const bytes = signedBytes({ challenge, ceremonyOrigin: ORIGIN, certificateHash })
      const signature = await signWith(keys.leaf, bytes)
      return writeToken({ unverifiedCertificate: certificate, signature })
    },
  }
}

/** Starts a server of the site. */
export async function loginServer(settings: Omit<LoginServerSettings, 'origin'>) {
  const child: ChildProcess = spawn(
    process.execPath,
    ['commands/run.mjs', 'test/stores/login-server.ts'],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, MYNA_TEST: JSON.stringify({ origin: ORIGIN, ...settings }) },
    },
  )
  const [line] = (await Promise.race([
    once(createInterface(child.stdout!), 'line'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`it ended with ${code}`))),
  ])) as [string]
  const { port } = JSON.parse(line) as { port: number }

  const post = (step: string, body: string, cookie = '') =>
    fetch(`http://127.0.0.1:${port}/myna/${step}`, {
      method: 'POST',
      body,
      headers: { origin: ORIGIN, 'content-type': 'application/json', cookie },
    })

  return {
    async ask() {
      const response = await post('challenge', '{"purpose":"login"}')
      if (!response.ok) throw new Error(`challenge: ${response.status} ${await response.text()}`)
      const cookie = response.headers.getSetCookie()[0]!.split(';')[0]!
      return { cookie, challenge: (await response.json()) as ChallengeMessage }
    },
    /** What came of a token: `signed-in`, or the word the browser is told. */
    async verify(token: string, cookie: string): Promise<string> {
      const response = await post('verify', token, cookie)
      const { refused, error } = (await response.json()) as Record<string, string>
      return response.ok ? 'signed-in' : (refused ?? error ?? 'fault')
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exit = once(child, 'exit')
      child.kill('SIGKILL')
      await exit
    },
  }
}
