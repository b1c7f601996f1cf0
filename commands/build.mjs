// npm run build: the packages as a stranger gets them (packages/*/dist), and the demo as static files
// for any host (demo/dist/static).
import { copyFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { nameFilesInDeclarations } from './declaration-imports.mjs'
import { installPackages, root, run, stop } from './set-up.mjs'

installPackages()
const folders = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name))
// what no source makes any more must not be packed
for (const folder of folders) rmSync(join(folder, 'dist'), { recursive: true, force: true })

const steps = [
  [join(root, 'node_modules', '.bin', 'tsc'), ['-b', 'tsconfig.packages.json']],
  [join(root, 'node_modules', '.bin', 'vite'), ['build', '--app']],
  [process.execPath, ['commands/run.mjs', 'demo/build-static.ts']],
]
for (const [program, args] of steps)
  if (run(program, args) !== 0)
    stop('ビルドできませんでした。 The build failed; its own words are above.')

for (const folder of folders) {
  nameFilesInDeclarations(join(folder, 'dist'))
  // npm packs a licence only from the package's own folder
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'))
}
