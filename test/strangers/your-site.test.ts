// Why this exists: the README is what a stranger has. Here its own words are followed, to the letter:
// the packages are built and packed, installed in a fresh folder, and its page and server are run.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort, launch } from '../demo/browser'
import { root } from '../house/sources'
import { blockWith, commandsWith } from './readme'

const site = join(mkdtempSync(join(tmpdir(), 'myna-stranger-')), 'your-site')
let browser: Browser
let server: ChildProcess | undefined

beforeAll(async () => {
  browser = await launch()
})
afterAll(async () => {
  await browser.close()
  server?.kill()
  rmSync(join(site, '..'), { recursive: true, force: true })
})

/** Runs one line of the README in a folder. */
function run(command: string, cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, {
    cwd,
    shell: true,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: undefined, npm_config_loglevel: 'error' },
  })
  expect(status, `${command}\n${stdout}\n${stderr}`).toBe(0)
  return stdout
}

test('the packages build, pack and install as the README says', () => {
  const [makeFolder, build, install] = commandsWith('npm pack')
  run(makeFolder!.replace('../your-site', site), root)
  run(build!.replace('../your-site', site), root)
  // versions of others are the ones this repository has, from npm's own cache
  run(`${install!.replace('../your-site', site)} --prefer-offline --no-audit --no-fund`, root)

  const installed = readdirSync(join(site, 'node_modules', '@myna')).toSorted()
  expect(installed).toEqual(readdirSync(join(root, 'packages')).toSorted())
  const everyPackage = ['LICENSE', 'README.md', 'dist', 'package.json', 'src']
  const forTools = ['custom-elements.json', 'types', 'vscode.html-custom-data.json']
  for (const name of installed)
    expect(readdirSync(join(site, 'node_modules', '@myna', name)).toSorted()).toEqual(
      [...everyPackage, ...(name === 'elements' ? forTools : [])].toSorted(),
    )
}, 300_000)

test('the README’s page and server sign a person in', async () => {
  const port = await freePort()
  const development = blockWith('js', 'while you develop')
  writeFileSync(join(site, 'index.html'), blockWith('html', '<myna-login>'))
  writeFileSync(join(site, 'login.js'), `${blockWith('js', '// login.js\n')}\n${development}`)
  writeFileSync(
    join(site, 'server.mjs'),
    blockWith('js', '// server.mjs').replaceAll('3000', `${port}`),
  )
  const [command] = commandsWith('server.mjs')
  const [build, start] = command!.split(' && ')
  run(build!, site)
  const [program, ...args] = start!.split(' ')
  server = spawn(program === 'node' ? process.execPath : program!, args, { cwd: site })
  let said = ''
  server.stderr!.on('data', (text: Buffer) => (said += text.toString()))
  await waitFor(port, () => said)

  const page = await browser.newPage({ locale: 'ja-JP' })
  await page.goto(`http://localhost:${port}/`)
  await page.locator('myna-login').getByRole('button').first().click()
  await page.locator('myna-login #pin').fill('1234')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/members')

  expect(await page.locator('body').textContent()).toMatch(/^member [\w-]{43}$/)
  server.kill()
  await once(server, 'exit')
}, 120_000)

test('a page is looked at in development, and in production that is not even there', () => {
  const bundled = (environment: string) => {
    run(
      `NODE_ENV=${environment} npx vite build --mode ${environment} --outDir ${environment}`,
      site,
    )
    const folder = join(site, environment, 'assets')
    return readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('')
  }
  expect(bundled('development')).toContain('session replay')
  expect(bundled('production')).not.toContain('session replay')
}, 120_000)

test('a server whose options would let strangers in does not start', () => {
  const inProduction = blockWith('js', '// server.mjs')
    .replace("role: 'test'", "role: 'viaPlatform'")
    .replace('http://localhost:3000', 'https://sp.example')
  writeFileSync(join(site, 'wrong.mjs'), inProduction)

  const { status, stderr } = spawnSync(process.execPath, ['wrong.mjs'], {
    cwd: site,
    encoding: 'utf8',
    timeout: 30_000,
  })

  expect(status).not.toBe(0)
  expect(stderr).toContain('ConfigurationError')
})

test('types come along: a program that uses the packages wrongly does not compile', () => {
  mkdirSync(join(site, 'types'), { recursive: true })
  const config = {
    compilerOptions: {
      strict: true,
      noEmit: true,
      module: 'nodenext',
      target: 'es2023',
      types: [],
    },
    files: ['uses.mts'],
  }
  writeFileSync(join(site, 'types', 'tsconfig.json'), JSON.stringify(config))
  const compile = (code: string) => {
    writeFileSync(join(site, 'types', 'uses.mts'), code)
    return spawnSync(join(root, 'node_modules', '.bin', 'tsc'), ['-p', 'types'], {
      cwd: site,
      encoding: 'utf8',
    })
  }
  const good = `
    import '@myna/elements/myna-login'
    import { loginHandler, type HandlerOptions } from '@myna/verifier'
    declare const options: HandlerOptions
    const handle = await loginHandler(options)
    const response: Response | undefined = await handle(new Request('https://sp.example'))
    document.querySelector('myna-login')?.addEventListener('myna-failed', ({ error }) => {
      if (error.code === 'pin-wrong') error.facts.triesLeft?.toFixed()
    })
    export { response }`

  expect(compile(good).stdout).toBe('')
  expect(compile(good.replace('triesLeft', 'triesLeftt')).stdout).toContain('triesLeftt')
})

async function waitFor(port: number, said: () => string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await fetch(`http://localhost:${port}/`).catch(() => undefined)
    if (answer !== undefined) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`the README's server did not start: ${said()}`)
}
