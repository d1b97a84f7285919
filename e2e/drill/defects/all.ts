import type { Defect } from '../defect'
import { ai } from './ai'
import { bulkSync } from './bulk-sync'
import { chat } from './chat'
import { concurrency } from './concurrency'
import { config } from './config'
import { data } from './data'
import { errors } from './errors'
import { health } from './health'
import { healthy } from './healthy'
import { identity } from './identity'
import { login } from './login'
import { matches } from './matches'
import { middleware } from './middleware'
import { permission } from './permission'
import { sync } from './sync'
import { timing } from './timing'
import { token } from './token'
import { transport } from './transport'

/** Every defect the drill knows, in the order of the table. */
export const allDefects: readonly Defect[] = [
  ...[...transport, ...health, ...identity, ...config, ...login, ...token, ...permission],
  ...[...middleware, ...errors, ...sync, ...ai, ...matches, ...chat, ...bulkSync, ...data],
  ...[...timing, ...concurrency, ...healthy],
]
