export { explainFinding } from './doctor-advice'
export { httpServer, type LoginServer } from './login-server'
export { explain } from './myna-login/advice'
export { MynaLoginElement, type OpenReader } from './myna-login/element'
export { MynaFailedEvent, MynaSignedInEvent, MynaStepEvent } from './myna-login/events'
export {
  signIn,
  type ConfirmLastTry,
  type EnterPin,
  type LastTry,
  type Login,
  type LoginScreen,
  type LoginStep,
  type PinProblem,
} from './myna-login/flow'
export type { Advice } from './words/words'
