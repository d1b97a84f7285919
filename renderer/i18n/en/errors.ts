import type { errorsZh } from '../zh/errors'

/** What each error code means and what to do next, in English. */
export const errorsEn: typeof errorsZh = {
  invalid: {
    cause: 'The input is not acceptable.',
    next: 'Check what was entered and try again.',
  },
  rejected: {
    cause: 'The console refused this request.',
    next: 'Reload the window; if it happens again, report it with the technical detail.',
  },
  internal: {
    cause: 'The console itself failed.',
    next: 'Try again; if it happens again, read the log in the data folder.',
  },
  unreachable: {
    cause: 'The service cannot be reached.',
    next: 'Check under “Services” that it is started and that address and port are right.',
  },
  timeout: {
    cause: 'The service did not answer in time.',
    next: 'Read its log, or allow more time in the environment file, then retry.',
  },
  aborted: {
    cause: 'The operation was cancelled.',
    next: 'Run it again when needed.',
  },
  malformed: {
    cause: 'The answer could not be understood (not the expected JSON).',
    next: 'Look at the body in the call; often a gateway answered with an HTML error page.',
  },
  oversized: {
    cause: 'The answer exceeded the allowed size and was cut off.',
    next: 'Look at the call and check that the address points to the right service.',
  },
  redirected: {
    cause: 'The service redirects elsewhere; the console does not follow, so that no token leaks.',
    next: 'Put the final address into the environment.',
  },
  refused: {
    cause: 'The service answered, but says the operation did not succeed.',
    next: 'Read the answer in the call and act on the reason it gives.',
  },
  unauthorized: {
    cause: 'The token was not accepted (401).',
    next: 'Sign in again; a restarted auth service forgets older tokens.',
  },
  denied: {
    cause: 'This account lacks the permission (403).',
    next: 'Use an account that has it, or look at role and permissions under “Sign-in”.',
  },
  missing: {
    cause: 'It does not exist (404).',
    next: 'Check the ID; it may have been deleted, or this version lacks the endpoint.',
  },
  upstream: {
    cause: 'The service failed internally (5xx).',
    next: 'Read the log of that service, fix it, then retry.',
  },
  session: {
    cause: 'Nobody is signed in.',
    next: 'Sign in under “Sign-in”, then come back and retry.',
  },
  credentials: {
    cause: 'User name or password is wrong.',
    next: 'Check upper and lower case; the embedded stack offers test users in one click.',
  },
  expired: {
    cause: 'The token has expired.',
    next: 'Sign in again, or use a token that has not expired.',
  },
  profile: {
    cause: 'The environment file has problems.',
    next: 'See under “Settings” where, which value, and what is allowed.',
  },
  port: {
    cause: 'Another program holds the port.',
    next: 'Close that program, or use free ports.',
  },
  process: {
    cause: 'The service process did not start or stop as asked.',
    next: 'Open the log of the service and read its last lines.',
  },
  storage: {
    cause: 'Data on this machine could not be read or written.',
    next: 'Check the disk space and the permissions of the data folder.',
  },
  busy: {
    cause: 'An operation of this kind is already under way.',
    next: 'Wait for it to end, or cancel it first.',
  },
  unsupported: {
    cause: 'This environment does not support the operation.',
    next: 'Use one that does, for example the embedded one.',
  },
  leak: {
    cause: 'A live secret stands in what was to be written, so nothing was written.',
    next: 'The technical detail names the file and place; remove the secret there and try again.',
  },
}
