export { MynaFailedEvent, MynaStepEvent, type AnyStep } from './ceremony/events'
export type { Item, Receipt } from './ceremony/receipt'
export type {
  CeremonyScreen,
  CeremonyStep,
  ConfirmLastTry,
  EnterPin,
  LastTry,
  PinProblem,
  Reading,
  TypeAtReader,
} from './ceremony/steps'
export { presentNumberB, type EnterNumberB, type NumberBScreen } from './ceremony/present-number-b'
export { explainFinding } from './doctor-advice'
export { httpServer, type LoginServer } from './login-server'
export type { OpenReader } from './ceremony/open-reader'
export { httpAgeServer, type AgeResult, type AgeServer } from './myna-age-check/age-server'
export type { OcrParts, PictureReader, PictureWish } from './myna-age-check/by-picture'
export { MynaAgeCheckElement } from './myna-age-check/element'
export { MynaAgeCheckedEvent } from './myna-age-check/events'
export {
  ageByCardText,
  ageByRecord,
  ageBySigning,
  ageOfBirth,
  type AgeCheck,
  type AgeOutcome,
  type AgeScreen,
  type AgeStep,
  type PictureTrouble,
  type Unanswered,
} from './myna-age-check/flow'
export { patternsOffered, type Pattern } from './myna-age-check/patterns'
export type { Printed, PrintedRead } from './myna-age-check/printed'
export type { AgeWords } from './myna-age-check/words'
export { MynaAutofillElement } from './myna-autofill/element'
export { MynaFilledEvent } from './myna-autofill/events'
export {
  readAttributesFor,
  type AutofillScreen,
  type AutofillStep,
  type ReadAttributes,
} from './myna-autofill/flow'
export { splitAddress, type AddressParts } from './myna-autofill/address'
export type { Mapping } from './myna-autofill/form-fields'
export type { AttributeName, FieldName } from './myna-autofill/values'
export type { AutofillWords } from './myna-autofill/words'
export { MynaLoginElement } from './myna-login/element'
export { MynaSignedInEvent } from './myna-login/events'
export {
  signIn,
  type AskRenewal,
  type Login,
  type LoginScreen,
  type LoginStep,
  type SignedIn,
} from './myna-login/flow'
export type { LoginWords } from './myna-login/words'
export { explain } from './words/advice'
export type { Advice, CeremonyWords, SecretWords } from './words/words'
export { MynaSelfCheckElement } from './myna-self-check/element'
export { MynaCheckedEvent } from './myna-self-check/events'
export {
  selfCheck,
  type CertificateFinding,
  type Findings,
  type SelfCheck,
  type SelfCheckStep,
  type TriesFinding,
} from './myna-self-check/flow'
export type { SelfCheckWords } from './myna-self-check/words'
export { decodePhoto, imageDataOf, type GreyPicture } from './photo'
