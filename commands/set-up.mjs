// What every command does first, on a machine that has Node and nothing else. Plain JavaScript with
// no imports but Node's own: it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const OLDEST_NODE = [20, 19]

/** Runs a program in the repository and returns its exit code; its output goes where ours goes. */
export function run(program, args, options = {}) {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit', ...options })
  if (error) console.error(`${program}: ${error.message}`)
  return status ?? 1
}

/** Ends the process with a readable reason. */
export function stop(reason) {
  console.error(reason)
  process.exit(1)
}

/** Installs the npm packages of the lock file, unless that was done since the file last changed. */
export function installPackages() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]))
    stop(
      `Node ${OLDEST_NODE.join('.')} 以上が必要です。 This needs Node ${OLDEST_NODE.join('.')} or newer; here is ${process.version}.`,
    )

  const lock = join(root, 'package-lock.json')
  const installed = join(root, 'node_modules', '.package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return
  console.log('npm パッケージをインストールしています。 Installing npm packages …')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const args = ['ci', '--no-fund', '--no-audit', '--loglevel=error']
  if (run(npm, args, { shell: process.platform === 'win32' }) !== 0)
    stop('npm ci が失敗しました。上の出力を見てください。 npm ci failed; its own words are above.')
}

/** The Debian packages in the list that are not installed; `undefined` where there is no dpkg. */
export function missingDebianPackages(packages) {
  const { error, stdout } = spawnSync(
    'dpkg-query',
    ['-W', '-f', '${Package} ${Status}\n', ...packages],
    { encoding: 'utf8' },
  )
  if (error) return undefined
  const installed = stdout
    .split('\n')
    .filter((line) => line.endsWith(' installed'))
    .map((line) => line.split(' ')[0])
  return packages.filter((name) => !installed.includes(name))
}

/** Installs Debian packages; only root can. What came is asked for with `missingDebianPackages`. */
export function installDebianPackages(packages) {
  console.log(
    `Debian パッケージをインストールしています。 Installing Debian packages: ${packages.join(' ')}`,
  )
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }
  run('apt-get', ['update', '-q'], options)
  const install = ['install', '-q', '-y', '--no-install-recommends']
  if (run('apt-get', [...install, ...packages], options) === 0) return
  // one that this release does not have must not keep the others away
  for (const name of packages) run('apt-get', [...install, name], options)
}

export const isRoot = () => process.getuid?.() === 0

export const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'))
