import { VirtualSlot, cardOf } from '@myna/virtual'
import { logIn, personNamed } from '../test/flows/person'
import { commandsOf, tasks, type TaskName } from '../test/virtual-card/tasks'
import type { Figure } from './figure'

const figure = (name: string, value: number, limit: number): Figure => ({
  name,
  value,
  unit: 'APDUs',
  limit,
  better: 'less',
})

/** Commands each task sends, for the people with the longest certificate (2 KB) and the longest address. */
export async function apdus(): Promise<readonly Figure[]> {
  const slot = new VirtualSlot()
  slot.insert(cardOf(await personNamed('long')))
  const { code, commands } = await logIn(slot, { types: ['1234'] })
  if (code !== 'signed-in') throw new Error(`the sign-in ended with ${code}`)

  const figures = [figure('login.apdus', commands.length, 14)]
  for (const task of Object.keys(tasks) as TaskName[]) {
    const counts = await Promise.all(
      (['long', 'longAddress'] as const).map(async (name) => (await commandsOf(task, name)).length),
    )
    figures.push(figure(`${task}.apdus`, Math.max(...counts), tasks[task].most))
  }
  return figures
}
