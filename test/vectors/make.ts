// Makes the vectors anew, the same bytes each time: node commands/run.mjs test/vectors/make.ts
import { writeFileSync } from 'node:fs'
import { vectorFile } from './vector'
import { addMissingKeys } from './vector-keys'
import { vectorTexts } from './vector-texts'

await addMissingKeys()
for (const [name, text] of Object.entries(await vectorTexts()))
  writeFileSync(vectorFile(name), text)
