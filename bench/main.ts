// npm run bench: measures what the design promises; `-- --json` for machines.
import { apdus } from './apdus'
import type { Figure, Measure } from './figure'
import { firstLoad } from './first-load'
import { isoDepOverBare } from './iso-dep-over-bare'
import { ocr } from './ocr'
import { overBareUsb } from './over-bare-usb'
import { t1OverBare } from './t1-over-bare'
import { toPinPrompt } from './to-pin-prompt'
import { verifier } from './verifier'
import { virtualCardStart } from './virtual-card-start'

/** Quick ones first. A figure whose part is not built yet is absent. */
const measures: readonly Measure[] = [
  apdus,
  virtualCardStart,
  firstLoad,
  toPinPrompt,
  verifier,
  isoDepOverBare,
  t1OverBare,
  overBareUsb,
  ocr,
]

const figures: Figure[] = []
for (const measure of measures) figures.push(...(await measure()))

if (process.argv.includes('--json')) console.log(JSON.stringify({ figures }))
else
  for (const { name, value, unit, limit, better } of figures) {
    const holds = better === 'less' ? value <= limit : value >= limit
    const sign = better === 'less' ? '≤' : '≥'
    console.log(
      `${holds ? 'ok  ' : 'MISS'} ${name.padEnd(22)} ${value} ${unit} (${sign} ${limit} ${unit})`,
    )
  }
