// What runs in the isolated app: the same driver as in any page, and the card behind it.
import { askTries, openJpki, readCertificate } from '@myna/card'
import { openUsbReader } from '@myna/reader'

/** Reads through the first reader the page may use. */
async function readThroughReader() {
  const [device] = await navigator.usb.getDevices()
  if (device === undefined) throw new Error('the app may use no device')
  const reader = await openUsbReader(device)
  try {
    const card = await reader.connect()
    await openJpki(card)
    const { triesLeft } = await askTries(card, 'authentication-pin')
    const certificate = await readCertificate(card, 'authentication')
    return { triesLeft, certificate: [...certificate] }
  } finally {
    await reader.close()
  }
}

Object.assign(globalThis, { readThroughReader })
