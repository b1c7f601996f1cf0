// npm start: installs what is missing, builds the demo page and the sample SP, and starts it.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { installPackages, root, run, stop } from './set-up.mjs'

installPackages()
console.log('デモをビルドしています。 Building the demo …')
if (run(process.execPath, ['commands/run.mjs', 'demo/build-server.ts']) !== 0)
  stop('ビルドできませんでした。 The build failed; its own words are above.')

const server = spawn(process.execPath, [join('demo', 'dist', 'server', 'main.js')], {
  cwd: root,
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
server.on('exit', (code, signal) => process.exit(code ?? (signal ? 0 : 1)))
