// The Chromium that tests and the bench drive: one that is here, else Debian's, else Playwright's
// download (Ubuntu's package is a snap, which cannot be given an emulated USB bus).
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRoot, root, run } from './set-up.mjs'

/** Programs themselves and not their shell wrappers, which would not pass our environment on. */
const places = [
  '/usr/lib/chromium/chromium',
  '/opt/google/chrome/chrome',
  '/opt/google/chrome-unstable/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** Path of a browser; `undefined` if there is none. `CHROMIUM=/path` decides it. */
export async function findBrowser() {
  const { chromium } = await import('playwright')
  return [process.env.CHROMIUM, ...places, chromium.executablePath()].find(
    (place) => place && existsSync(place),
  )
}

/** Debian packages that bring a browser, where there are such. */
export const browserPackages = () => (isDebian() ? ['chromium'] : [])

/** Gets Playwright's own browser. Returns the path of what is there then. */
export async function downloadBrowser() {
  console.log('試験用の Chromium をダウンロードしています。 Downloading a Chromium for the tests …')
  const withDependencies = isRoot() && existsSync('/usr/bin/apt-get') ? ['--with-deps'] : []
  const program = join(root, 'node_modules', '.bin', 'playwright')
  run(program, ['install', ...withDependencies, 'chromium'])
  return findBrowser()
}

function isDebian() {
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return false // another system
  }
}
