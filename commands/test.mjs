// npm test: installs what is missing, runs every suite, and says at the end what ran and what could
// not. `npm test -- --strict` (used by CI) counts a skipped suite as a failure.
// `npm test -- unit chromium` runs only the suites named.
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { browserPackages, downloadBrowser, findBrowser } from './browser.mjs'
import {
  installDebianPackages,
  installPackages,
  isRoot,
  missingDebianPackages,
  readJson,
  root,
  run,
  stop,
} from './set-up.mjs'

const bin = (name) => join(root, 'node_modules', '.bin', name)
const check = (program, ...args) => ({ run: () => run(bin(program), args) })
const vitest = (project) => ({ project })

/** What generated cards are printed with: the four of the count, and nothing that looks like them. */
const cardFonts = [
  'fonts-noto-cjk',
  'fonts-ipafont-gothic',
  'fonts-motoya-l-cedar',
  'fonts-morisawa-bizud-gothic',
]

/**
 * Suites in the order they run: quick ones first. `debian`: packages they need, which only Linux has;
 * `browser`: they need a Chromium.
 */
const suites = [
  { name: 'format', ...check('prettier', '--check', '--log-level=warn', '.') },
  { name: 'lint', ...check('oxlint', '--quiet') },
  { name: 'types', ...check('tsc', '-p', 'tsconfig.json') },
  { name: 'declarations', ...check('tsc', '-b', 'tsconfig.packages.json') },
  { name: 'unit', ...vitest('unit') },
  {
    name: 'chromium',
    about: 'a real Chromium, also with an emulated USB reader',
    browser: true,
    debian: ['umockdev', 'gir1.2-umockdev-1.0', 'python3-gi', 'gcc', 'libc6-dev', ...cardFonts],
    ...vitest('chromium'),
  },
  {
    name: 'ocr',
    about: 'generated cards, fronts read and backs refused (a sample of npm run ocr)',
    debian: cardFonts,
    ...vitest('ocr'),
  },
  {
    name: 'strangers',
    about: 'the README followed to the letter in a fresh folder',
    browser: true,
    ...vitest('strangers'),
  },
  {
    name: 'stores',
    about: 'a real Redis and PostgreSQL, servers that die, a load of logins',
    debian: ['redis-server', 'postgresql'],
    ...vitest('stores'),
  },
  {
    name: 'openssl',
    about: 'a real openssl ocsp and lists made by openssl as judges of the revocation clients',
    debian: ['openssl'],
    ...vitest('openssl'),
  },
  {
    name: 'opensc',
    about: 'OpenSC over PC/SC as judge of the virtual card',
    needsRoot: true, // pcscd has one place on a machine, and it is root's
    debian: ['opensc', 'opensc-pkcs11', 'pcscd', 'vsmartcard-vpcd', 'openssl'],
    ...vitest('opensc'),
  },
]

const args = process.argv.slice(2)
const strict = args.includes('--strict')
const only = args.filter((argument) => !argument.startsWith('--'))
const unknown = only.find((name) => !suites.some((suite) => suite.name === name))
if (unknown) stop(`no suite '${unknown}'; there are: ${suites.map(({ name }) => name).join(', ')}`)
const chosen = suites.filter(({ name }) => only.length === 0 || only.includes(name))

installPackages()
const results = join(root, '.cache', 'test-results')
rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })

// One apt-get run for all suites, so that a fresh machine waits once.
const wantsBrowser = chosen.some(({ browser }) => browser)
let browser = wantsBrowser ? await findBrowser() : undefined
const needed = chosen.flatMap(({ debian = [] }) => debian)
if (wantsBrowser && browser === undefined) needed.push(...browserPackages())
const missing = missingDebianPackages(needed)
if (missing?.length > 0 && isRoot()) installDebianPackages(missing)
if (wantsBrowser) browser ??= (await findBrowser()) ?? (await downloadBrowser())
if (browser !== undefined) process.env.CHROMIUM = browser // for the tests

const lines = []
const failures = []
const total = { passed: 0, failed: 0, skipped: 0 }
for (const suite of chosen) {
  const outcome = outcomeOf(suite)
  lines.push(describe(suite, outcome))
  failures.push(...(outcome.failures ?? []))
  for (const key of Object.keys(total)) total[key] += outcome[key] ?? 0
}

// Last, because whoever reads a log of CI begins at its end, and some are shown no more than that.
if (failures.length > 0) console.log(`\n${failures.join('\n\n')}`)
console.log(`\n${lines.join('\n')}\n`)
const failed = total.failed + (strict ? total.skipped : 0)
if (strict && total.skipped > 0) console.log('strict: what was skipped counts as failed')
console.log(
  `tests: ${total.passed} passed, ${failed} failed, ${strict ? 0 : total.skipped} skipped`,
)
process.exit(failed > 0 || total.passed === 0 ? 1 : 0)

function outcomeOf(suite) {
  const reason = whyNot(suite)
  if (reason) return { skipped: 1, reason }
  console.log(`\n— ${suite.name} —`)
  if (suite.project) return runVitest(suite.project)
  return suite.run() === 0 ? { passed: 1 } : { failed: 1 }
}

function whyNot({ name, debian = [], browser: needsBrowser, needsRoot }) {
  if (needsBrowser && browser === undefined)
    return 'needs Chrome or Chromium; enable it by installing one, or with: CHROMIUM=/path npm test'
  if (needsRoot && !isRoot()) return `needs root; enable it with: sudo npm test -- ${name}`
  if (debian.length === 0) return undefined
  const lacking = missingDebianPackages(debian)
  if (lacking === undefined) return 'needs Linux with Debian packages'
  if (lacking.length === 0) return undefined
  return `needs Debian packages and root to install them; enable it with: sudo apt-get install ${lacking.join(' ')}`
}

function runVitest(project) {
  const file = join(results, `${project}.json`)
  const code = run(bin('vitest'), [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ])
  if (!existsSync(file)) return { failed: 1 } // it died before it could count
  const counts = readJson(file)
  const skipped = counts.numPendingTests + counts.numTodoTests
  const outcome = {
    passed: counts.numPassedTests,
    failed: counts.numFailedTests,
    skipped,
    failures: counts.testResults.flatMap(failuresOf),
  }
  // a file that does not load, or an error outside every test, fails without a failed test
  if (code !== 0 && outcome.failed === 0) outcome.failed = 1
  return skipped > 0 ? { ...outcome, reason: `${skipped} tests skipped themselves` } : outcome
}

/** What failed in a test file, in a few lines each. */
function failuresOf({ name, status, message, assertionResults }) {
  const file = relative(root, name)
  const failed = assertionResults.filter((test) => test.status === 'failed')
  if (failed.length === 0 && status === 'failed') return [`FAILED ${file}\n${firstLines(message)}`]
  return failed.map(
    ({ fullName, failureMessages }) =>
      `FAILED ${file} › ${fullName}\n${firstLines(failureMessages.join('\n'))}`,
  )
}

function firstLines(text) {
  return text.split('\n', 20).join('\n')
}

function describe({ name, about }, { passed = 0, failed = 0, skipped = 0, reason }) {
  const verdict = failed > 0 ? 'FAILED' : passed > 0 ? 'passed' : 'SKIPPED'
  const counts = `${passed} passed, ${failed} failed, ${skipped} skipped`
  return [`${verdict.padEnd(8)}${name.padEnd(14)}${counts}`, about, reason]
    .filter(Boolean)
    .join(' · ')
}
