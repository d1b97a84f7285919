import type { matchesZh } from '../zh/matches'

/** Texts of the job matches in English. */
export const matchesEn: typeof matchesZh = {
  find: 'Find matches',
  again: 'Find again',
  empty: 'No matching jobs',
  emptyHint: 'The job service returned nothing for this talent.',
  count: '{{count}} jobs',
  scaleUnit: 'scores from 0 to 1',
  scalePercent: 'scores came as 0–100 and were converted',
  unsorted: 'The answer was not sorted by score; it is sorted here',
  score: 'Score {{score}}',
  rank: 'Rank {{rank}}',
  reasons: 'What the score is made of',
  noReasons: 'No breakdown was given',
  list: 'Matching jobs',
}
