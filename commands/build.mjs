// npm run build: the packages as a stranger gets them (packages/*/dist), and the demo as static files
// for any host (demo/dist/static).
import { installPackages, root, run, stop } from './set-up.mjs'
import { join } from 'node:path'

installPackages()
const steps = [
  [join(root, 'node_modules', '.bin', 'tsc'), ['-b', 'tsconfig.packages.json']],
  [join(root, 'node_modules', '.bin', 'vite'), ['build', '--app']],
  [process.execPath, ['commands/run.mjs', 'demo/build-static.ts']],
]
for (const [program, args] of steps)
  if (run(program, args) !== 0)
    stop('ビルドできませんでした。 The build failed; its own words are above.')
