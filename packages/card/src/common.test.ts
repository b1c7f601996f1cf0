import { transcriptCard } from '@myna/virtual'
import { expect, test } from 'vitest'
import { readCommonInformation } from './common'

// the record that was published of a test card (`card.md` §13)
const RECORD = '011c 34303030303030313237313938343331333232313230333530323137'.replace(/ /g, '')

const cardWith = (record: string, status = '9000') =>
  transcriptCard(`> 00b2010c 00\n< ${record} ${status}`)

test('expiry and municipality come out; the serial number beside them stays there', async () => {
  const information = await readCommonInformation(cardWith(RECORD))
  expect(information).toEqual({
    municipality: '13221',
    expiry: { year: 2035, month: 2, day: 17 },
  })
  expect(JSON.stringify(information)).not.toContain('400000012719843')
})

test.each([
  ['another tag', RECORD.replace('011c', '021c')],
  ['another length', RECORD.replace('011c', '011b')],
  ['letters', RECORD.replace('3430', '4130')],
  ['nothing', ''],
])('a record with %s is unreadable', async (_, record) => {
  await expect(readCommonInformation(cardWith(record))).rejects.toMatchObject({
    code: 'record-unreadable',
    facts: { record: 'common' },
  })
})
