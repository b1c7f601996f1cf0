// What runs in the page of the HID test: the reader over WebHID and the card behind it.
import { askTries, openJpki, readCertificate } from '@myna/card'
import { openHidReader } from '@myna/reader'

async function readThroughHid() {
  const [device] = await navigator.hid.getDevices()
  if (device === undefined) throw new Error('the page may use no device')
  const reader = await openHidReader(device)
  try {
    const card = await reader.connect()
    await openJpki(card)
    const { triesLeft } = await askTries(card, 'authentication-pin')
    const certificate = await readCertificate(card, 'authentication')
    await card.powerOff()
    return { triesLeft, certificate: [...certificate] }
  } finally {
    await reader.close()
  }
}

Object.assign(globalThis, { readThroughHid })
