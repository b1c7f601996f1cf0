export { verdictOn, verifyRs256, type Verdict, type VerdictQuestion } from './verdict'
