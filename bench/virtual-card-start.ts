import { spawnSync } from 'node:child_process'
import { median, rounded, type Figure } from './figure'

const STARTS = 7

/**
 * From a person's name to the first answer of their card, certificates issued on the way. Each start
 * has a process of its own, so that nothing is warm but the loaded modules: it is the time that
 * somebody waits once.
 */
export async function virtualCardStart(): Promise<readonly Figure[]> {
  const times = Array.from({ length: STARTS }, () => oneStart())
  const value = rounded(median(times), 1)
  return [{ name: 'virtualCard.start', value, unit: 'ms', limit: 50, better: 'less' }]
}

function oneStart(): number {
  const args = ['commands/run.mjs', 'bench/virtual-card-start-once.ts']
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  const time = Number.parseFloat(stdout)
  if (Number.isNaN(time)) throw new Error(`a start did not come to its end: ${stderr}`)
  return time
}
