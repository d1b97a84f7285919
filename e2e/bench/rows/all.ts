import type { Row } from '../row'
import { bulkRow } from './bulk'
import { checklistRow } from './checklist'
import { clientRow } from './client'
import { deathRow } from './death'
import { historyRow } from './history'
import { idleRow } from './idle'
import { launchRow } from './launch'
import { logRow } from './log'
import { memoryRow } from './memory'
import { monitorsRow } from './monitors'
import { sweepRow } from './sweep'

/** Every row of the bench, in the order of the budgets. */
export const allRows: readonly Row[] = [
  ...[launchRow, memoryRow, idleRow, sweepRow, clientRow, deathRow],
  ...[checklistRow, monitorsRow, historyRow, logRow, bulkRow],
]
