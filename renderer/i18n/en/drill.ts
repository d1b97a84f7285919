import type { drillZh } from '../zh/drill'

/** Names of the faults that can be planted in embedded services in English. */
export const drillEn: typeof drillZh = {
  none: 'Back to normal',
  slow: 'Slow',
  error: 'Answer 500',
  hang: 'No answer',
  crash: 'Crash',
  deny: 'Deny permission (403)',
  html: 'Answer HTML',
  lie: 'Pretend success',
  planted: '{{name}} set to: {{fault}}',
}
