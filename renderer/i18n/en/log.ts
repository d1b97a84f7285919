import type { logZh } from '../zh/log'

/** Texts of a log pane in English. */
export const logEn: typeof logZh = {
  title: 'Log of {{name}}',
  search: 'Find in log',
  matches: '{{current}}/{{total}}',
  noMatches: 'no match',
  regex: 'Regular expression',
  caseSensitive: 'Match case',
  badPattern: 'Not a regular expression: {{detail}}',
  slowPattern: 'A repetition inside a repetition would freeze the page; write it another way',
  next: 'Next',
  previous: 'Previous',
  pause: 'Pause',
  resume: 'Resume',
  follow: 'Follow newest',
  wrap: 'Wrap lines',
  copy: 'Copy all',
  lines: '{{lines}} lines',
  dropped: 'Skipped {{lines}} lines, not shown here (the log on disk is complete)',
  trimmed: '{{lines}} older lines left the view',
  held: 'Paused, {{lines}} lines waiting',
  empty: 'No output yet',
  emptyHint: 'The first line the service writes appears here.',
  ended: 'The log stream has ended',
  region: 'Log content',
}
