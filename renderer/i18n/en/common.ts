import type { commonZh } from '../zh/common'

/** Words that every screen uses in English. */
export const commonEn: typeof commonZh = {
  product: 'Looma Console',
  viewCall: 'View call',
  copy: 'Copy',
  copied: 'Copied',
  retry: 'Retry',
  cancel: 'Cancel',
  close: 'Close',
  technicalDetail: 'Technical detail',
  loading: 'Loading',
  unknown: 'Unknown',
}
