import { printCommand } from '@myna/apdu'
import { describe, expect, test } from 'vitest'
import { commandsOf, tasks, type TaskName } from './tasks'

describe.each(Object.keys(tasks) as TaskName[])('%s', (task) => {
  test.each(['hanako', 'long', 'longAddress'] as const)('%s: few commands', async (name) => {
    const commands = await commandsOf(task, name)
    if (process.env['SHOW']) console.log(task, name, commands.length, commands.map(printCommand))
    expect(commands.length).toBeLessThanOrEqual(tasks[task].most)
  })
})
