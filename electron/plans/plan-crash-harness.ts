import { StepKind } from '../../shared/domain/plans'
import { openConsole } from './crash-fixture'

/** A console that tells when it is in the middle of a step, made to be killed by tests. */
const [folder = '', port = '0', text = ''] = process.argv.slice(2)
const kind = StepKind.parse(text)
const isShutdown = ['stop', 'ports-free', 'logs'].includes(kind)

const say = (word: string): void => void process.stdout.write(`${word}\n`)
const { plans } = openConsole({ folder, port: Number(port), hangs: { kind, onReached: say } })

async function ended(): Promise<void> {
  for (;;) {
    const plan = await plans.current()
    if (plan?.state === 'done') return
    if (plan?.state === 'held') say(`held ${JSON.stringify(plan.steps)}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function main(): Promise<void> {
  await plans.prepare('bring-up')
  await plans.start()
  if (isShutdown) {
    await ended()
    await plans.prepare('shutdown')
    await plans.start()
  }
  setInterval(() => undefined, 1_000)
}

void main()
