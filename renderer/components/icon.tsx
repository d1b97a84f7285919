/** Outlines on a 16 × 16 field, drawn for this console. */
const paths = {
  services: 'M2.5 2.5h4.5v4.5h-4.5z M9 2.5h4.5v4.5h-4.5z M2.5 9h4.5v4.5h-4.5z M9 9h4.5v4.5h-4.5z',
  plans: 'M8 2v5.75 M4.75 4.25a5.25 5.25 0 1 0 6.5 0',
  session:
    'M8 8a2.75 2.75 0 1 0 0-5.5A2.75 2.75 0 0 0 8 8z M2.75 13.5c.4-2.3 2.4-3.5 5.25-3.5s4.85 1.2 5.25 3.5',
  talents:
    'M6 7.5a2.25 2.25 0 1 0 0-4.5 2.25 2.25 0 0 0 0 4.5z M1.75 13c.3-2 1.9-3 4.25-3s3.95 1 4.25 3 M10.5 3.2a2.25 2.25 0 0 1 0 4.1 M12 10.3c1.3.4 2.1 1.3 2.25 2.7',
  checklist: 'M2.5 4l1.2 1.2L6 2.9 M2.5 10.5l1.2 1.2L6 9.4 M8.5 4.25h5 M8.5 10.75h5',
  runs: 'M8 13.75a5.75 5.75 0 1 0 0-11.5 5.75 5.75 0 0 0 0 11.5z M8 4.75v3.5l2.4 1.5',
  permissions: 'M3.75 7.25h8.5v6.25h-8.5z M5.5 7.25V5a2.5 2.5 0 0 1 5 0v2.25 M8 9.75v1.5',
  contracts: 'M3.5 2.25h6l3 3v8.5h-9z M9.25 2.5v3h3 M5.75 8.5h4.5 M5.75 11h4.5',
  calls: 'M3 5.5h9.5 M10 3l2.5 2.5L10 8 M13 10.5H3.5 M6 8l-2.5 2.5L6 13',
  ports: 'M2.75 2.75h10.5v7.5h-10.5z M5.5 5.25v2.25 M8 5.25v2.25 M10.5 5.25v2.25 M8 10.25v3.25',
  logs: 'M2.5 3.5h11 M2.5 6.5h7 M2.5 9.5h10 M2.5 12.5h5',
  settings: 'M2.5 4.5h6 M11.5 4.5h2 M10 3v3 M2.5 11.5h2 M7.5 11.5h6 M6 10v3',
  container: 'M2.5 5.25L8 2.5l5.5 2.75v5.5L8 13.5l-5.5-2.75z M2.5 5.25L8 8l5.5-2.75 M8 8v5.5',
  terminal: 'M2.5 3h11v10h-11z M5 6l2 2-2 2 M8.5 10.25h2.5',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9z M10.5 10.5l3 3',
  sun: 'M8 10.75a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5z M8 1.5v1.5 M8 13v1.5 M1.5 8H3 M13 8h1.5 M3.4 3.4l1.1 1.1 M11.5 11.5l1.1 1.1 M3.4 12.6l1.1-1.1 M11.5 4.5l1.1-1.1',
  moon: 'M13 9.6A5.5 5.5 0 1 1 6.4 3a4.5 4.5 0 0 0 6.6 6.6z',
  display: 'M2.5 3h11v7.5h-11z M5.5 13.25h5 M8 10.5v2.75',
  language:
    'M8 13.75a5.75 5.75 0 1 0 0-11.5 5.75 5.75 0 0 0 0 11.5z M2.25 8h11.5 M8 2.25c3.4 3.4 3.4 8.1 0 11.5 M8 2.25c-3.4 3.4-3.4 8.1 0 11.5',
  help: 'M8 13.75a5.75 5.75 0 1 0 0-11.5 5.75 5.75 0 0 0 0 11.5z M6.4 6.4c0-1 .7-1.7 1.6-1.7s1.6.6 1.6 1.5c0 1.2-1.6 1.3-1.6 2.4 M8 10.9v.2',
  more: 'M3.5 8h.01 M8 8h.01 M12.5 8h.01',
  close: 'M4 4l8 8 M12 4l-8 8',
  check: 'M3 8.5l3.2 3.2L13 5',
  copy: 'M5.5 5.5h8v8h-8z M10.5 5.5v-3h-8v8h3',
  up: 'M4 10l4-4 4 4',
  down: 'M4 6l4 4 4-4',
  right: 'M6 4l4 4-4 4',
  play: 'M5 3.5v9l7-4.5z',
  pause: 'M5.5 3.5v9 M10.5 3.5v9',
  follow: 'M8 2.5v8 M4.75 7.5L8 10.75l3.25-3.25 M3 13.5h10',
  wrap: 'M2.5 4h11 M2.5 8h8.75a2 2 0 0 1 0 4H8 M9.5 10.25L7.75 12l1.75 1.75 M2.5 12h2.5',
  collapse: 'M2.5 8h11 M8 1.5v4 M6 3.75l2 1.75 2-1.75 M8 14.5v-4 M6 12.25l2-1.75 2 1.75',
  warning: 'M8 2.75L14 13H2z M8 6.75v2.75 M8 11.25v.1',
  refresh: 'M13 8a5 5 0 1 1-1.6-3.7 M13.25 2.25v2.75H10.5',
  folder: 'M2 4h4.25l1.5 1.75H14v7H2z',
  link: 'M6.5 3.5h-3v9h9v-3 M9.5 2.75h3.75V6.5 M13 3L7.5 8.5',
  send: 'M2.5 8h10 M8.5 4l4 4-4 4',
  plus: 'M8 3v10 M3 8h10',
  swap: 'M5 13V3.5 M2.5 6L5 3.5 7.5 6 M11 3v9.5 M8.5 10l2.5 2.5 2.5-2.5',
  stop: 'M4 4h8v8H4z',
  trash: 'M3 4.5h10 M6 4.5V3h4v1.5 M4.5 4.5l.5 8.75h6l.5-8.75',
} as const

export type IconName = keyof typeof paths

/** A decorative outline; whatever it means stands beside it in words. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2 : 1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  )
}
