import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Authority } from './authority'

/** A real `openssl ocsp` on this machine, until it is stopped. */
export interface Responder {
  readonly address: string
  stop(): Promise<void>
}

/**
 * @param signer whose certificate and key sign the answers
 * @param more further options of `openssl ocsp`
 */
export async function startResponder(
  { folder }: Authority,
  signer: string,
  ...more: readonly string[]
): Promise<Responder> {
  const port = await freePort()
  const args = [
    'ocsp',
    '-port',
    String(port),
    '-index',
    'index.txt',
    '-CA',
    'ca.pem',
    '-rsigner',
    `${signer}.pem`,
    '-rkey',
    `${signer}.key`,
    ...(more.includes('-ndays') || more.includes('-nmin') ? [] : ['-nmin', '20']),
    ...more,
  ]
  const child = spawn('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  await new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString()
      if (/waiting for OCSP client|ACCEPT/.test(said)) resolve()
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.once('exit', () => reject(new Error(`openssl ocsp ended: ${said}`)))
  })
  return {
    address: `http://127.0.0.1:${port}/`,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill()
      await once(child, 'exit')
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
