import {
  derList,
  derObjectId,
  derSequence,
  derSet,
  MalformedBytes,
  readDerAs,
  type DerField,
  type DerObject,
} from '@myna/bytes'

/** DirectoryString and the older forms of text: UTF8, Printable, Teletex, IA5, Visible, Universal, BMP. */
const TEXTS = [0x0c, 0x13, 0x14, 0x16, 0x1a, 0x1c, 0x1e]

const attributeText: DerField<DerObject> = {
  accepts: (tag) => TEXTS.includes(tag),
  read(object, where) {
    if (!TEXTS.includes(object.tag)) throw new MalformedBytes(`${where}: no text`)
    return object
  },
}

/** Name (RFC 5280 §4.1.2.4). An empty one is none: nobody is called nothing. */
const rdnSequence = derList(
  derSet(derSequence('AttributeTypeAndValue', { type: derObjectId, value: attributeText })),
)

/** A name as the bytes that stand there, once its shape was checked: names are compared by bytes. */
export const derName: DerField<Uint8Array<ArrayBuffer>> = {
  accepts: rdnSequence.accepts,
  read(object, where) {
    rdnSequence.read(object, where)
    return object.encoded
  },
}

/** The attributes of a name in their order: identifier and text. */
export const attributesOf = (name: Uint8Array<ArrayBuffer>) =>
  readDerAs(name, rdnSequence, 'Name')
    .flat()
    .map(({ type, value }) => ({ type, text: new TextDecoder().decode(value.content) }))
