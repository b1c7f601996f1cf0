export { transcriptCard, type TranscriptCard } from './transcript-card'
