export {
  openHttpTrackingApi,
  type HttpTimeouts,
  type HttpTrackingApiOptions,
} from './open-http-tracking-api.ts'
export type { AnswerContent } from './read-content.ts'
export type { BatchTarget, TrackingAnswer, TrackingApi, TrackingResponse } from './tracking-api.ts'
export { probeEndpoint, type Probe } from './probe-endpoint.ts'
export { readSourceSettings, type SourceSettings } from './read-source-settings.ts'
export { canAskAboutKeys } from './can-ask-about-keys.ts'
export { askWriteKey, type SettingsPlaces } from './checks/ask-write-key.ts'
export { checkWriteKey, type AskedKey, type WriteKeyCheck } from './checks/check-write-key.ts'
export { answerSegmentQuestion } from './answer-segment-question.ts'
export type { SegmentPlaces } from './segment-places.ts'
