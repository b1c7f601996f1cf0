// A CA as OpenSSL makes it: nothing here is ours, so what we believe of it somebody else wrote.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CA_NAME, configuration, type ListKind } from './configuration'

const run = promisify(execFile)

export const HOUR = 3_600_000
export const later = (hours: number) => new Date(Date.now() + hours * HOUR)

/** Holders' certificates by what becomes of them; the numbers are their serials. */
const holders = {
  good: '06d18001',
  revoked: '06d18002',
  held: '06d18003',
  unlisted: '06d18004', // not in the CA's book
  elsewhere: '06d18005', // its list is another municipality's
  pointless: '06d18006', // names no list
} as const
export type Holder = keyof typeof holders

/** Responders: who issued them, and with which extensions. */
const responders = {
  delegate: { ca: 'ca', extensions: 'delegate' },
  revocable: { ca: 'ca', extensions: 'revocable' },
  plain: { ca: 'ca', extensions: 'plain' },
  authority: { ca: 'ca', extensions: 'authority' },
  cousin: { ca: 'sibling', extensions: 'delegate' },
} as const

export interface Authority {
  readonly folder: string
  /** The certificate of the CA, and of another key with the same name (DER). */
  readonly anchor: Uint8Array<ArrayBuffer>
  readonly siblingAnchor: Uint8Array<ArrayBuffer>
  certificate(holder: Holder): Promise<Uint8Array<ArrayBuffer>>
  serial(holder: Holder): string
  /** Signs with a holder's key: what a card would do. */
  sign(holder: Holder, bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>>
  /** A certificate revocation list (DER). */
  list(
    kind: ListKind,
    how?: { by?: 'ca' | 'sibling'; digest?: string },
  ): Promise<Uint8Array<ArrayBuffer>>
  openssl(...args: readonly string[]): Promise<void>
  remove(): Promise<void>
}

/** Makes a CA with its book, its holders and its responders, in a folder of its own. */
export async function makeAuthority(): Promise<Authority> {
  const folder = await mkdtemp(join(tmpdir(), 'myna-openssl-'))
  const openssl = async (...args: readonly string[]) => {
    await run('openssl', args, { cwd: folder })
  }
  const der = async (file: string) => new Uint8Array(await readFile(join(folder, file)))
  await writeFile(join(folder, 'openssl.cnf'), configuration(folder))
  await writeFile(join(folder, 'index.txt'), book())
  await writeFile(join(folder, 'crlnumber'), '01\n')

  const root = async (name: string, subject = CA_NAME) => {
    await openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
      '-days',
      '3650',
      '-subj',
      subject,
      '-config',
      'openssl.cnf',
      '-extensions',
      'root',
      '-sha256',
      '-utf8',
    )
    await openssl('x509', '-in', `${name}.pem`, '-outform', 'DER', '-out', `${name}.der`)
  }
  const issue = async (
    name: string,
    ca: string,
    extensions: string,
    serial: string,
    days: string,
  ) => {
    await openssl(
      'req',
      '-new',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
      '-subj',
      `/C=JP/CN=${name}`,
      '-config',
      'openssl.cnf',
    )
    await openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      `${ca}.pem`,
      '-CAkey',
      `${ca}.key`,
      '-set_serial',
      `0x${serial}`,
      '-days',
      days,
      '-sha256',
      '-extfile',
      'openssl.cnf',
      '-extensions',
      extensions,
      '-out',
      `${name}.pem`,
    )
    await openssl('x509', '-in', `${name}.pem`, '-outform', 'DER', '-out', `${name}.der`)
  }
  await Promise.all([root('ca'), root('sibling'), root('foreign', '/C=JP/O=Somebody')])
  for (const [name, serial] of Object.entries(holders)) {
    const special = name === 'elsewhere' || name === 'pointless'
    await issue(name, 'ca', special ? `holder_${name}` : 'holder', serial, '365')
  }
  for (const [name, { ca, extensions }] of Object.entries(responders))
    await issue(name, ca, extensions, `7${Object.keys(responders).indexOf(name)}`, '1')

  return {
    folder,
    anchor: await der('ca.der'),
    siblingAnchor: await der('sibling.der'),
    certificate: (holder) => der(`${holder}.der`),
    serial: (holder) => holders[holder],
    async sign(holder, bytes) {
      await writeFile(join(folder, 'message'), bytes)
      await openssl('dgst', '-sha256', '-sign', `${holder}.key`, '-out', 'signature', 'message')
      return der('signature')
    },
    async list(kind, { by = 'ca', digest = 'sha256' } = {}) {
      await openssl(
        'ca',
        '-gencrl',
        '-config',
        'openssl.cnf',
        '-name',
        'list',
        '-cert',
        `${by}.pem`,
        '-keyfile',
        `${by}.key`,
        '-md',
        digest,
        '-crlexts',
        kind,
        '-out',
        'list.pem',
      )
      await openssl('crl', '-in', 'list.pem', '-outform', 'DER', '-out', 'list.der')
      return der('list.der')
    },
    openssl,
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** The CA's book as `openssl ca` keeps it: state, end, when and why revoked, serial, file, subject. */
function book(): string {
  const line = (state: string, holder: Holder, revoked = '') =>
    [
      state,
      '490101000000Z',
      revoked,
      holders[holder].toUpperCase(),
      'unknown',
      `/CN=${holder}`,
    ].join('\t')
  return [
    line('V', 'good'),
    line('R', 'revoked', '260901000000Z,affiliationChanged'),
    line('R', 'held', '260901000000Z,certificateHold'),
    line('V', 'elsewhere'),
    line('V', 'pointless'),
    '',
  ].join('\n')
}
