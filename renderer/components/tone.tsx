import type { ReactNode } from 'react'
import classes from './tone.module.css'

/** What a state means for the reader; each tone has its own shape as well as its colour. */
export type Tone = 'ok' | 'warn' | 'bad' | 'worse' | 'held' | 'idle' | 'busy' | 'info'

const shapes: Record<Tone, ReactNode> = {
  ok: <circle cx="6" cy="6" r="4.5" />,
  warn: <path d="M6 1 11 10.5H1z" />,
  bad: <path d="M1.5 1.5h9v9h-9z" />,
  worse: <path d="M6 .5 11.5 6 6 11.5.5 6z" />,
  held: <path d="M2 2h8v8H2z" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  idle: <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  busy: (
    <path
      d="M6 1.6A4.4 4.4 0 1 1 1.6 6"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
    />
  ),
  info: <path d="M6 .8 11.2 6 6 11.2.8 6z" fill="none" stroke="currentColor" strokeWidth="1.6" />,
}

/** The shape of a tone; always used beside its word. */
export function ToneShape({ tone, size = 12 }: { tone: Tone; size?: number }) {
  return (
    <svg
      className={classes.shape}
      data-tone={tone}
      width={size}
      height={size}
      viewBox="0 0 12 12"
      fill="currentColor"
      aria-hidden="true"
      focusable="false"
    >
      {shapes[tone]}
    </svg>
  )
}

/** A state in shape, word and colour. */
export function StateWord({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={classes.word} data-tone={tone}>
      <ToneShape tone={tone} />
      <span>{children}</span>
    </span>
  )
}

/** A short remark on a tinted ground. */
export function Tag({ tone = 'idle', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {children}
    </span>
  )
}
