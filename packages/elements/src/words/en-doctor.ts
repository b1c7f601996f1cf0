import type { DoctorWords } from './doctor-words'

export const enDoctor: DoctorWords = {
  fullStop: '. ',

  browser: {
    usable: {
      title: 'This browser and this page can use readers',
      text: 'Connect the reader and choose it in the browser’s window',
    },
    'no-webusb': {
      title: 'This browser cannot use readers (it has no WebUSB)',
      text: 'Open this page in Chrome or Edge on a computer or Android. Firefox and Safari do not have it',
    },
    'insecure-context': {
      title: 'This page has no secure connection (https)',
      text: 'Open it again with an address that begins with https',
    },
    policy: {
      title: 'Readers may not be used on this page',
      text: 'This is set by the site (Permissions-Policy) or by the administrator of your computer. Ask them',
    },
  },

  readers: {
    usable: (reader) => ({
      title: 'The reader works',
      text: `${reader} works, and the card in it responds. What kind of card it is was not looked at`,
    }),
    'card-fine': (reader) => ({
      title: 'The reader and the card work',
      text: `A My Number Card was recognised at ${reader}. No password was used`,
    }),
    'not-my-number-card': (reader) => ({
      title: 'This does not look like a My Number Card',
      text: `${reader} works. Place your My Number Card and check again. Nothing was written to this card`,
    }),
    'card-mute': (reader) => ({
      title: 'The card does not respond',
      text: `${reader} works. Check which way round the card is and where it lies. If another reader cannot read it either, it must be reissued at your municipal office`,
    }),
    'reader-fine-no-card': (reader) => ({
      title: 'The reader works. There is no card',
      text: `Place or insert your My Number Card at ${reader} and check again`,
    }),
    'protected-class': (reader) => ({
      title: 'Browsers do not allow direct use of this kind of reader',
      text: `${reader} is of the smart card class, which browsers keep from web pages. No setting changes that. Choose a reader that works, such as Sony’s RC-S300`,
    }),
    held: (reader) => ({
      title: 'The system or another program is using the reader',
      text: `Close other programs, pages and tabs that use ${reader}, then check again`,
    }),
    'unknown-device': (reader) => ({
      title: 'This device is not supported yet',
      text: `${reader} does not answer to anything known of card readers. If it is one, please send us its descriptors`,
    }),
    faulty: (reader) => ({
      title: 'The reader is not working properly',
      text: `Unplug ${reader} and plug it in again; without a USB hub, if there is one`,
    }),
  },

  release: {
    windows:
      'On Windows a reader can be opened only if its driver is WinUSB. Zadig (zadig.akeo.ie) can replace the driver; after that the maker’s own PC/SC software may not find the reader any more',
    macos:
      'Quit other programs that use cards. If the system does not let the reader go, unplug it and plug it in again',
    linux:
      'If you have no right to use it, add a udev rule. If pcscd uses it: sudo systemctl stop pcscd.socket pcscd. If port100 uses an RC-S380: sudo modprobe -r port100',
    android: 'Quit other apps that use the reader, then plug it in again',
    chromeos:
      'If an extension such as Smart Card Connector uses the reader, stop it, then plug the reader in again',
    other: 'Quit other programs that use the reader, then plug it in again',
  },

  reasons: {
    'own-protocol': 'This model is of a kind that works as it is',
    'own-protocol-kernel-driver':
      'This model is of a kind that works. On Linux the kernel’s port100 driver takes it first and has to be removed',
    'vendor-class-ccid':
      'This model is of a kind that works, but the system’s smart card service takes it first and has to let it go',
    'smart-card-class':
      'This model is of the smart card class (0x0B), so no ordinary page can use it',
  },
}
