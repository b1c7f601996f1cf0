export { readCertificate, type UnverifiedCertificate } from '../certificate'
export { verdictOn, verifyRs256, type Verdict, type VerdictQuestion } from './verdict'
